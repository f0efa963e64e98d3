/** 第一次打开时的导览，以及“设置”里再看一遍的按钮。 */
export const tour = {
  'window.tour.label': '导览',
  'window.tour.step': '第 {n} 步，共 {all} 步',
  'window.tour.cost': '现在什么在花钱',
  'window.tour.cost.says':
    '这里列出所有区域里此刻正在计费的东西，以及它们怎样结束。在沙盒账户里，什么都不花真钱。',
  'window.tour.start': '新建任务',
  'window.tour.start.says': '选一个目标，回答最多五个问题，其余都有稳妥的默认值。',
  'window.tour.review': '花钱之前先审阅',
  'window.tour.review.says':
    '每次改动都先写成计划：会发生什么、花多少钱、怎样结束。点“开始”之前什么都不会创建。所有计划都保存在这里。',
  'window.tour.activity': '做过的事在哪里看',
  'window.tour.activity.says': '做过的每件事都在这里留下收据：创建了什么、花了多少钱、怎样撤销。',
  'window.tour.next': '下一步',
  'window.tour.back': '上一步',
  'window.tour.skip': '跳过导览',
  'window.tour.done': '完成',
} as const;
