/** What went wrong, and the one thing that mends it. A value that is not known arrives as `none`. */
import type { errors as english } from '../en/errors.ts';

export const errors: Record<keyof typeof english, string> = {
  'error.input.invalid.says':
    '{field, select, none {有一项填写无法使用。} other {“{field}”的填写无法使用。}}',
  'error.input.invalid.mend': '请修改后重试。',
  'error.input.missing.says': '{field, select, none {有一项没有填写。} other {“{field}”还没有填写。}}',
  'error.input.missing.mend': '请填写后重试。',
  'error.file.unreadable.says': '{name, select, none {无法读取该文件。} other {无法读取文件“{name}”。}}',
  'error.file.unreadable.mend': '请确认文件仍在原处，并且您有权打开它。',
  'error.file.tooLarge.says': '{name, select, none {文件太大。} other {文件“{name}”太大。}}',
  'error.file.tooLarge.mend': '请选择小一些的文件。',
  'error.file.unknownFormat.says': '这不是 Millwright 能识别的文件。',
  'error.file.unknownFormat.mend': '请选择由 Millwright 保存的文件，或 AWS Batch 的配置。',
  'error.answers.unknownWizard.says':
    '{wizard, select, none {没有这个向导。} other {没有名为“{wizard}”的向导。}}',
  'error.answers.unknownWizard.mend': '请从向导列表中选择。',

  'error.plan.notFound.says': '找不到这份计划。',
  'error.plan.notFound.mend': '请重新打开计划文件，或新做一份计划。',
  'error.plan.changed.says': '计划做好之后，账户里的情况发生了变化。',
  'error.plan.changed.mend': '请重新生成计划，并查看变化之处。',
  'error.plan.blocked.says': '有情况妨碍这份计划执行。',
  'error.plan.blocked.mend': '请查看计划中的说明，并修改相应的填写。',
  'error.plan.draft.says': '这份计划还是草稿，没有对应的账户。',
  'error.plan.draft.mend': '请先连接账户，再为它生成计划。',
  'error.plan.alreadyApplied.says': '这份计划已在该账户中执行过。',
  'error.plan.alreadyApplied.mend': '如果还要再做一次，请新做一份计划。',
  'error.plan.wrongAccount.says':
    '{planned, select, none {这份计划属于另一个账户或区域。} other {这份计划属于 {planned}，而当前连接的是 {here}。}}',
  'error.plan.wrongAccount.mend': '请切换到计划所属的账户。',
  'error.plan.differsFromChangeSet.says': 'AWS 将要做的与计划不一致，因此没有开始执行。',
  'error.plan.differsFromChangeSet.mend': '请查看差异，然后重新生成计划。',
  'error.plan.tampered.says': '计划文件的内容与其填写推算出的结果不符。',
  'error.plan.tampered.mend': '请勿使用该文件，并向制作人索取原件。',
  'error.plan.rejected.says': '审核人否决了这份计划。',
  'error.plan.rejected.mend': '请查看审核意见，修改填写后新做一份计划。',
  'error.plan.unknownTemplate.says':
    '{template, select, none {计划使用了当前版本没有的模板。} other {计划使用了模板“{template}”，当前版本没有它。}}',
  'error.plan.unknownTemplate.mend': '请用当前版本重新生成计划。',
  'error.plan.noTemplate.says': '这份计划中有 CloudFormation 模板无法表达的操作，因此没有保存模板。',
  'error.plan.noTemplate.mend': '请改存为命令行，其中包含全部操作。',
  'error.plan.otherFormat.says':
    '这份计划由另一版本的 Millwright 保存{version, select, none {} other {（计划格式 {version}，当前版本只能读取格式 {ours}）}}。',
  'error.plan.otherFormat.mend': '请用原来的版本打开，或在这里重新做一份计划。',
  'error.secret.missing.says': '没有填写这份计划需要的密钥，或者程序关闭后已不再保留。',
  'error.secret.missing.mend': '请重新开始并再输入一次。密钥不会保存在任何地方。',
  'error.ticket.missing.says': '计划尚未得到确认。',
  'error.ticket.missing.mend': '请再次点击“开始”，并在打开的页面中确认。',
  'error.ticket.stale.says': '确认已超过两分钟，不再有效。',
  'error.ticket.stale.mend': '请再次点击“开始”并确认。',
  'error.ticket.used.says': '这次确认已经用过。',
  'error.ticket.used.mend': '请查看任务列表，计划可能正在执行。',
  'error.ticket.wrongPlan.says': '这次确认属于另一份计划。',
  'error.ticket.wrongPlan.mend': '请再次点击“开始”，确认当前这份计划。',
  'error.digest.mismatch.says': '这份计划与您批准的不是同一份。',
  'error.digest.mismatch.mend': '请重新阅读计划，并按现在的内容批准。',

  'error.connection.none.says': '还没有选择账户。',
  'error.connection.none.mend': '请选择一个账户，或使用沙盒账户。',
  'error.connection.signInNeeded.says':
    '{profile, select, none {您还没有登录 AWS。} other {您还没有用“{profile}”登录 AWS。}}',
  'error.connection.signInNeeded.mend': '请先登录 AWS，然后重试。',
  'error.connection.expired.says': 'AWS 登录已过期。已在 AWS 中运行的东西不受影响。',
  'error.connection.expired.mend': '请重新登录，之后会从这里继续。',
  'error.connection.invalid.says': 'AWS 不接受这组密钥。',
  'error.connection.invalid.mend': '请重新登录，或选择其他账户。',
  'error.connection.noEndpoint.says':
    '{endpoint, select, none {该账户的地址没有响应。} other {该账户的地址 {endpoint} 没有响应。}}',
  'error.connection.noEndpoint.mend': '请启动该地址上的服务，或选择其他账户。',
  'error.connection.otherPartition.says':
    '该账户位于独立运营的 AWS 中国区域或政府区域，Millwright 目前还不支持。',
  'error.connection.otherPartition.mend': '请选择其他区域的账户。',
  'error.clock.skewed.says': '这台电脑的时钟不准，AWS 因此拒绝了请求。',
  'error.clock.skewed.mend': '请将时钟设为自动校准，然后重试。',
  'error.permission.denied.says':
    '{action, select, none {您的账户无权这样做。} other {您的账户无权这样做：AWS 要求具备权限 {action}。}}',
  'error.permission.denied.mend': '请联系您的 AWS 账户管理员授予该权限，并附上这条消息。',
  'error.permission.deniedExplicitly.says':
    '{action, select, none {贵公司的规定禁止这样做。} other {贵公司的规定禁止 {action}。}}',
  'error.permission.deniedExplicitly.mend': '请询问管理员能否调整这条规定。',
  'error.permission.passRole.says':
    '{role, select, none {您无权把这个角色交给 AWS 服务使用。} other {您无权把角色“{role}”交给 AWS 服务使用。}}',
  'error.permission.passRole.mend': '请向管理员申请该角色的 iam:PassRole 权限，或改用其他角色。',

  'error.quota.reached.says':
    '{name, select, none {账户的一项配额已用完。} other {账户的配额“{name}”已用完，上限为 {limit}。}}',
  'error.quota.reached.mend': '请在 Service Quotas 中申请提高配额，或选择其他规格。',
  'error.quota.hard.says': '已达到 AWS 的固定上限。',
  'error.quota.hard.mend': '请删除不再需要的同类资源。',
  'error.name.taken.says':
    '{name, select, none {这个名称在您的账户中已被使用。} other {名称“{name}”在您的账户中已被使用。}}',
  'error.name.taken.mend': '请换一个名称。',
  'error.name.takenByOther.says':
    '{name, select, none {这个名称已被他人使用。} other {名称“{name}”已被他人使用。}}',
  'error.name.takenByOther.mend': '请换一个名称。',
  'error.name.boundaryStands.says':
    '这个账户以前准备过，角色权限上限还在。请先单独“准备账户”，那份计划会沿用它。',
  'error.name.boundaryStands.mend': '先单独准备账户，再试一次。',
  'error.state.wrong.says':
    '{state, select, none {它在当前状态下不能执行此操作。} other {它目前处于 {state} 状态，还不能执行此操作。}}',
  'error.state.wrong.mend': '请等状态改变后重试。',
  'error.resource.notFound.says': '{name, select, none {它已不存在。} other {“{name}”已不存在。}}',
  'error.resource.notFound.mend': '请刷新列表。',
  'error.resource.inUse.says': '{name, select, none {它仍在被使用。} other {“{name}”仍在被使用。}}',
  'error.resource.inUse.mend': '请先移除使用它的资源，或将其清空。',
  'error.capacity.none.says': 'AWS 目前没有这种规格的空闲机器。',
  'error.capacity.none.mend': '请稍后重试，或选择其他规格。',
  'error.role.notUsableYet.says':
    '{role, select, none {该角色还不能使用。} other {角色“{role}”还不能使用。}}',
  'error.role.notUsableYet.mend': '新建的角色最多需要两分钟才能生效，请稍后重试。',
  'error.aws.refusedInput.says': 'AWS 拒绝了请求中的某个值。',
  'error.aws.refusedInput.mend': '请查看 AWS 的说明，修改填写后重试。',
  'error.aws.stackFailed.says':
    '{reason, select, none {AWS 未能完成{name, select, none {它} other {“{name}”}}。} other {AWS 未能完成{name, select, none {它} other {“{name}”}}：{reason}}}',
  'error.aws.stackFailed.mend': '请查看 AWS 的说明，修改计划后重试。',
  'error.aws.stackStuck.says':
    '{name, select, none {它} other {“{name}”}}在 AWS 中卡住了{state, select, none {} other {（{state}）}}{reason, select, none {。} other {：{reason}}}',
  'error.aws.stackStuck.mend': '请用本页或首页上对应的那个按钮来处理。',
  'error.aws.thingFailed.says':
    '{reason, select, none {{name, select, none {它} other {“{name}”}}在 AWS 中失败了。} other {{name, select, none {它} other {“{name}”}}在 AWS 中失败了：{reason}}}',
  'error.aws.thingFailed.mend': '请查看 AWS 的说明，然后重试。',
  'error.throttled.says': 'AWS 要求我们放慢速度。',
  'error.throttled.mend': '请等一分钟后重试。',

  'error.network.unreachable.says': '这台电脑无法连接 AWS。',
  'error.network.unreachable.mend': '请检查网络。已在 AWS 中运行的东西不受影响。',
  'error.network.lost.says': '与 AWS 的连接中断了。',
  'error.network.lost.mend': '请检查网络后重试。',
  'error.network.captivePortal.says': '回应我们的不是 AWS，而是当前网络的登录页面。',
  'error.network.captivePortal.mend': '请打开浏览器登录该网络，然后重试。',
  'error.network.proxy.says': '这台电脑与 AWS 之间有代理或防火墙阻隔。',
  'error.network.proxy.mend': '请联系网络管理员放行 AWS。',
  'error.aws.unavailable.says': 'AWS 目前出现故障。',
  'error.aws.unavailable.mend': '请稍等片刻后重试。',
  'error.aws.badAnswer.says': 'AWS 的回答无法理解。',
  'error.aws.badAnswer.mend': '请重试。如果仍然如此，请查看技术信息。',

  'error.disk.full.says': '这台电脑的磁盘已满，因此没有开始执行。',
  'error.disk.full.mend': '请腾出一些空间后重试。',
  'error.disk.readOnly.says': 'Millwright 无法写入自己的文件，因此没有开始执行。',
  'error.disk.readOnly.mend': '请允许 Millwright 写入它的文件夹。',
  'error.disk.notFolder.says':
    'Millwright 需要一个文件夹来存放自己的文件，但{file, select, none {该位置是一个文件} other {“{file}”是一个文件}}。',
  'error.disk.notFolder.mend': '请选择另一个文件夹，或移走该文件。',
  'error.state.damaged.says':
    '{file, select, none {Millwright 的一个文件已损坏。} other {Millwright 的文件“{file}”已损坏。}}损坏的文件已保留。',
  'error.state.damaged.mend': '请移走该文件，Millwright 会重新读取 AWS 中的实际情况。',
  'error.state.newer.says':
    '{file, select, none {有文件由更新版本的 Millwright 写入。} other {文件“{file}”由更新版本的 Millwright 写入。}}',
  'error.state.newer.mend': '请安装新版本。',
  'error.state.locked.says': '另一个 Millwright 正在使用这些文件。',
  'error.state.locked.mend': '请使用已打开的窗口，或先将其关闭。',
  'error.state.reconciling.says': '操作记录有一部分丢失。Millwright 正在先到 AWS 中核对，因此没有开始执行。',
  'error.state.reconciling.mend': '请稍等片刻再重新开始。',
  'error.state.recordLost.says':
    '这项工作的记录有一部分丢失，AWS 中也看不出它已经完成。没有重复执行任何操作。',
  'error.state.recordLost.mend': '请查看现有的内容，将其移除，或重新开始这项工作。',
  'error.state.beforeLost.says':
    '{name, select, none {有一项} other {“{name}”}}已被改动，而改动前的记录已丢失，因此保持现状。',
  'error.state.beforeLost.mend': '请查看它现在的样子，再改回需要的设置。',
  'error.price.unknown.says': '价格未知。',
  'error.price.unknown.mend': '可以免费查询缺少的价格。',

  'error.call.unknown.says': '窗口请求了不存在的功能。',
  'error.call.unknown.mend': '请重新加载窗口。',
  'error.call.invalid.says': '窗口的请求无法理解。',
  'error.call.invalid.mend': '请重新加载窗口。',
  'error.call.refused.says': '不允许从这里执行此操作。',
  'error.call.refused.mend': '请使用 Millwright 打开的窗口。',
  'error.wait.over.says':
    '等了{after, select, none {数小时} other { {after}}}，AWS 仍未完成，Millwright 已停止等待。AWS 中的工作不受影响。',
  'error.wait.over.mend': '请再查看一次。',
  'error.call.timedOut.says': '等待时间过长，Millwright 已停止等待。',
  'error.call.timedOut.mend': '请重试。',
  'error.call.cancelled.says': '已取消。',
  'error.call.cancelled.mend': '需要时可重新开始。',
  'error.outcome.unknown.says': 'AWS 没有回应，操作可能已经完成，也可能没有。',
  'error.outcome.unknown.mend': '重复操作之前，请先查看实际情况。',
  'error.outcome.unseen.says':
    'AWS 仍在继续处理，但 Millwright 看不到进度。{why, select, none {} other {{why}}}',
  'error.outcome.unseen.mend': '{mend, select, none {请再查看一次。} other {{mend}之后请再查看一次。}}',
  'error.sandbox.notInUse.says': '这只能在沙盒账户中使用，而现在用的是另一个账户。没有做任何操作。',
  'error.sandbox.notInUse.mend': '请在顶部选择沙盒账户。',
  'error.notModelled.says':
    '{operation, select, none {沙盒账户不支持此操作。} other {沙盒账户不支持此操作：{operation}。}}',
  'error.notModelled.mend': '请在真实账户中尝试。',
  'error.internal.says': 'Millwright 自身出错了。',
  'error.internal.mend': '请重试。如果再次出现，请附上技术信息反馈给我们。',
};
