/** What the commands say on the terminal. */
import type { cli as english } from '../en/cli.ts';

export const cli: Record<keyof typeof english, string> = {
  'cli.usage': `Millwright 按照您先读过的计划，在 AWS 上运行机器学习。

  millwright wizards [--json]                       列出可以创建的内容及其问题
  millwright plan WIZARD --answers FILE [--out PLAN]  生成计划，不做任何更改
  millwright show PLAN                              阅读计划
  millwright diff PLAN PLAN                         比较两份计划
  millwright export PLAN --to cloudformation|cli|html [--out DIR]
  millwright approve PLAN --as NAME [--reject] [--comment TEXT]
  millwright apply PLAN --yes DIGEST                执行计划
  millwright status                                 正在运行的内容、费用和未完成的任务
  millwright recover [--undo]                       继续未完成的任务，或将其撤回

PLAN 是文件，或在本机生成的计划的编号。WIZARD 也可以是操作，例如 notebook-stop。
所有命令都接受 --state DIR、--json 和 --language en|zh-CN，并遵循 AWS_PROFILE、AWS_REGION 和
AWS_ENDPOINT_URL；未设置时使用状态文件夹中的沙盒账户。`,
  'cli.unknownCommand': '没有命令“{command}”。',
  'cli.wrongOption': '无法理解：{text}',
  'cli.missing': '命令“{command}”需要 {what}。',
  'cli.noFile': '无法读取文件 {file}。',
  'cli.noJson': '文件 {file} 的内容不是 JSON。',
  'cli.wizard': '{id}：{goal}',
  'cli.wizards.hint': '查看各向导的问题和示例：millwright wizards --json',
  'cli.plan.saved': '计划已写入 {file}。',
  'cli.plan.kept': '计划已保存，编号 {id}。',
  'cli.plan.next': '执行计划：millwright apply {plan} --yes {digest}',
  'cli.plan.offline': '未与账户核对：{why}',
  'cli.differs': '计划文件的内容与其填写推算出的结果不符：',
  'cli.differs.line': '{path}：文件写的是 {file}，Millwright 推算为 {ours}。',
  'cli.exported': '已写入：{file}',
  'cli.approved': '已由 {name} 批准。',
  'cli.rejected': '已由 {name} 否决。',
  'cli.needsYes': '尚未执行任何操作。请先阅读计划，再加上 --yes {digest}',
  'cli.step.running': '… {title}',
  'cli.step.done': '✓ {title}（{took}）',
  'cli.step.failed': '✗ {title}',
  'cli.step.undone': '↶ {title}',
  'cli.measured': '实测至今花费 {sum}。',
  'cli.left': '目前存在：{type} {name}，每小时 {price}。',
  'cli.leaving': 'Millwright 不再跟踪，AWS 中的工作会继续。可用“millwright recover”查看。',
  'cli.account': '账户 {account}，区域 {region}，身份 {caller}。',
  'cli.notConnected': '没有账户：{why}',
  'cli.costs': '目前每小时花费 {price}。',
  'cli.cost': '{name}：每小时 {price}。{ends}',
  'cli.noCosts': '目前没有按小时计费的内容。',
  'cli.task': '{title}：{state}。{detail}',
  'cli.noTasks': '没有未完成的任务。',
  'cli.need': '- {says}',
  'cli.need.note': '  {says}',
  'cli.searching': '操作记录有一部分丢失，正在先到 AWS 中核对，核对完成之前不会做任何更改。',
  'cli.needsSearch': '打开窗口或运行“millwright recover”时就会核对。',
  'cli.need.plan': '  {label}：millwright plan {source} --answers FILE，FILE 的内容为 {answers}。',
  'cli.state.queued': '等待开始',
  'cli.state.running': '进行中',
  'cli.state.waiting': '等待中',
  'cli.state.cancelling': '正在撤回',
  'cli.state.succeeded': '已完成',
  'cli.state.failed': '失败',
  'cli.state.cancelled': '已取消',
  'cli.state.lost': '状态未知，请用“millwright recover”重新查看',
  'cli.mend': '解决办法：{mend}',
  'cli.aws': 'AWS 的说明：{text}',
  'cli.problem': '- {path}：{says}',
};
