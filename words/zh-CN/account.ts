/** 首页的各行：现在什么在花钱，什么需要处理。 */
export const account = {
  'cost.kind.notebook': '笔记本，{size}',
  'cost.kind.other': '其他',
  'home.ends.at': '{at} 停止',
  'home.ends.never': '没有设定停止时间：每月 {month}',
  'need.task.failed': '“{title}”没有成功。',
  'need.task.lost': 'Millwright 失去了对“{title}”的跟踪，AWS 可能仍在继续执行。',
  'need.task.open': '查看原因',
  'need.thing.failed': '笔记本 {name} 出现故障，原因见它的页面。',
  'need.thing.look': '查看原因',
  'need.thing.noEnd': '{name} 正在运行，而且没有停止时间。',
  'need.thing.endsSoon': '{name} 将在 {at} 停止。',
  'need.thing.extend': '再运行 2 小时',
  'need.thing.stop': '停止',
};
