/** 自带模板：它的问题、它会做什么、计划以及删除。 */
export const ownTemplate = {
  'wizard.template.goal': '使用自己的模板',
  'wizard.template.cardNote': '任何 CloudFormation 模板 · 模板里的问题变成表单',
  'wizard.template.basics': '模板和它的问题',
  'wizard.template.own': '{text}',
  'wizard.template.value': '{label}：{value}',
  'wizard.template.body': '用哪个模板？',
  'wizard.template.body.hint': 'YAML 或 JSON 格式的 CloudFormation 文件，最大 50 KB。只在这台电脑上读取。',
  'wizard.template.name': '堆栈叫什么名字？',
  'wizard.template.name.hint':
    '字母、数字和单个连字符，最多 50 个字符。在 AWS 里显示为 millwright-template- 加这个名字。',
  'wizard.template.list.hint': '可以填多个值，用英文逗号隔开。',
  'wizard.template.confirm': '确认允许的话，请再输入一遍上面的堆栈名称',
  'wizard.template.confirm.hint': '在此之前，不会向 AWS 发出任何请求，也不会创建任何东西。',
  'wizard.template.help.file': '什么是模板？',
  'wizard.template.help.file.text':
    '一份文本，写明要 AWS 创建什么：存储桶、角色、笔记本实例。工程师之间常传递这种文件。AWS 会把里面的内容作为一个堆栈创建，也能整个删除。',
  'wizard.template.help.safe': '打开模板安全吗？',
  'wizard.template.help.safe.text':
    '安全。打开文件只是读取。创建之前，您会看到它要创建的全部内容；影响范围更大的部分会用红色标出。',
  'wizard.template.help.name': '堆栈名称',
  'wizard.template.help.name.text': '模板里的东西都属于同一个堆栈。凭这个名字可以找到它们，也可以一起删除。',
  'wizard.template.help.confirm': '为什么要输入？',
  'wizard.template.help.confirm.text':
    '红色部分能做的事超出了计划所能展示的范围。只有知道模板是谁写的、并且确实需要时，才输入名称。',
  'wizard.template.help.parameter': '参数 {name}',
  'wizard.template.help.parameter.text':
    '这是模板要求填写的，旁边的说明由模板作者撰写。CloudFormation 中的类型是 {type}。',

  'wizard.template.danger.program':
    '在 AWS 创建之前，会有程序改写这个模板：{names}{more, plural, =0 {} other { 等，另有 # 项}}。改写的结果不在文件里。',
  'wizard.template.danger.custom':
    '它会调用程序，该程序可以做其权限允许的任何事：{names}{more, plural, =0 {} other { 等，另有 # 项}}。',
  'wizard.template.danger.nested':
    '它会载入文件里没有的其他模板：{names}{more, plural, =0 {} other { 等，另有 # 项}}。',
  'wizard.template.danger.resolve':
    '它会读取您账户中的密钥或存储的值：{names}{more, plural, =0 {} other { 等，另有 # 项}}。',
  'wizard.template.danger.store':
    '它会从您账户的参数仓库读取值：{names}{more, plural, =0 {} other { 等，另有 # 项}}。',
  'wizard.template.danger.admin':
    '它会授予对整个账户的全部权限：{names}{more, plural, =0 {} other { 等，另有 # 项}}。',
  'wizard.template.danger.rights':
    '它会创建角色、用户或权限：{names}{more, plural, =0 {} other { 等，另有 # 项}}。',
  'wizard.template.danger.engine':
    '它会改变整个账户的 CloudFormation 运作方式：{names}{more, plural, =0 {} other { 等，另有 # 项}}。',
  'wizard.template.danger.publisher':
    '它会创建由 AWS 以外的发布者提供的东西：{names}{more, plural, =0 {} other { 等，另有 # 项}}。',

  'wizard.template.bad.tooLarge':
    '模板有 {bytes}。AWS 一次请求最多接受 50 KB；更大的模板要先放进存储桶，Millwright 不支持这种方式。',
  'wizard.template.bad.notText': '这不是文本文件。',
  'wizard.template.bad.notTemplate': '这不是 CloudFormation 模板。',
  'wizard.template.bad.broken': '模板第 {line} 行无法读取，既不是正确的 YAML，也不是正确的 JSON。',
  'wizard.template.bad.tooDeep': '模板嵌套得太深。',
  'wizard.template.bad.alias': '模板使用了 YAML 别名（& 和 *），AWS 不接受。',
  'wizard.template.bad.tag': '第 {line} 行使用了 {tag}，它不是 CloudFormation 的函数。',
  'wizard.template.bad.name': '模板里用了名称 {name}，任何程序都无法安全读取。',
  'wizard.template.bad.twice': '名称 {name} 在同一处出现了两次，无法判断以哪个为准。',
  'wizard.template.bad.section': '模板里有 CloudFormation 不认识的部分：{name}。',
  'wizard.template.bad.empty': '模板没有 Resources，不会创建任何东西。',
  'wizard.template.bad.tooMany': '模板里的 {name} 超过了 CloudFormation 允许的数量。',
  'wizard.template.bad.loop': '模板用循环（Fn::ForEach）创建东西，结果只有 AWS 知道，因此无法在这里做计划。',
  'wizard.template.bad.badName': '名称 {name} 含有字母和数字以外的字符。',
  'wizard.template.bad.shape': '模板的 {name} 部分不符合 CloudFormation 要求的形式。',
  'wizard.template.bad.noType': '{name} 没有写明是什么：缺少 Type。',
  'wizard.template.bad.policy': '删除堆栈时 {name} 如何处理，没有写成明确的值。',
  'wizard.template.bad.parameterType': '参数 {name} 的类型 CloudFormation 不认识：{type}。',

  'wizard.template.problem.noFile': '请先选择模板。',
  'wizard.template.problem.name': '请用字母、数字和单个连字符，以字母开头，最多 50 个字符。',
  'wizard.template.problem.value': '“{field}”必须是文字或数字。',
  'wizard.template.problem.unknown': '模板里没有“{field}”这一项。',
  'wizard.template.problem.secret': '“{field}”是密钥，开始执行时才会询问，不能写在答案里。',
  'wizard.template.problem.rule': '“{field}”不符合要求。模板的说明：{rule}',
  'wizard.template.problem.rule.number': '“{field}”必须是数字。',
  'wizard.template.problem.rule.atLeast': '“{field}”不能小于 {n, number}。',
  'wizard.template.problem.rule.atMost': '“{field}”不能大于 {n, number}。',
  'wizard.template.problem.rule.oneOf': '请从模板为“{field}”提供的值中选一个。',
  'wizard.template.problem.rule.longer': '“{field}”至少要有 {n, number} 个字符。',
  'wizard.template.problem.rule.tooLong': '“{field}”最多 {n, number} 个字符。',
  'wizard.template.problem.rule.pattern': '“{field}”不符合模板要求的形式。',

  'plan.template.title': '用自己的模板创建 {name}',
  'plan.template.done': '{name} 已创建，模板里的内容都已就位。',
  'plan.template.make': '创建堆栈 {stack}，共 {count, plural, other {# 项}}。',
  'plan.template.makes':
    '{kind}{count, plural, =1 {} other { × #}}：{names}{more, plural, =0 {} other { 等，另有 # 项}}',
  'plan.template.confirm':
    '这个模板能做的事超出了计划所能展示的范围。请先读完红色部分，再输入“{name}”表示允许。在此之前不会向 AWS 发出任何请求。',
  'plan.template.notWorkedOut': '这个模板会创建什么，取决于只有 AWS 才知道的情况，因此无法在这里做计划。',
  'plan.template.taken': '已经有同名的堆栈：{name}。请换一个名字。',
  'plan.template.refused': 'AWS 不接受这个模板。AWS 的说明：{text}',
  'plan.template.readOtherwise': 'AWS 在模板里找到了 Millwright 没有看到的东西：{types}。因此不会开始。',
  'plan.template.noGuard': '不会自动停止。模板创建的东西会一直计费，直到您删除堆栈。',
  'plan.template.rights': '未检查：您是否有权创建 {types}。',
  'plan.template.snapshot': '删除堆栈时，会留下数据副本并继续计费：{names}。',
  'plan.template.stays': '删除堆栈后，这些会留在您的账户里：{names}。',
  'plan.template.undo': '删除堆栈 {stack}：收据上有删除按钮。',
  'plan.template.kind.schedule': '定时任务',
  'plan.template.cost': '{name}（{kind}）',
  'plan.template.costByUse': '{name}（{kind}），只按用量计费',
  'plan.template.assume': '使用量另外计费：请求、消息、日志、数据。',
  'plan.template.assumeUnknown': '显示“?”的部分，这里查不到价格。开始之前请先自行查询。',
  'plan.template.delete.title': '删除 {name}',
  'plan.template.delete.press': '删除堆栈',
  'plan.template.delete.done': '{name} 已删除。',
  'plan.template.delete.doneKeeping': '{name} 已删除。模板要求保留的东西仍在账户中。',
  'plan.template.delete': '删除堆栈 {name} 以及其中的 {count, plural, other {# 项}}。',
  'plan.template.delete.undo': '删除后只能用模板重新创建，数据无法恢复。',
  'plan.template.delete.keeps': '{kind} {name} 会保留：模板这样要求。它会继续计费。',
  'plan.notChecked.valid': '未检查：AWS 是否接受这个模板。',
  'plan.notChecked.retained': '未检查：删除堆栈时，它的模板会保留什么。',
  'plan.moved.valid': '计划做好之后，AWS 对这个模板的判断变了。',
  'plan.moved.retained': '计划做好之后，{name} 的模板要保留的内容变了。',
  'plan.export.secret': '请先设置 {name}：它是密钥，不在任何文件里。',

  'window.file.choose': '选择文件…',
  'window.file.other': '换一个文件…',
  'window.file.reading': '正在读取模板',
  'window.file.tooLarge': '这个文件有 {size}，最大只能用 {most} 的文件。',
  'window.file.unreadable': '无法把这个文件当作文本读取。',
  'window.danger.title': '这会放开比平常更多的权限',
  'window.secret.title': '本次需要的密钥',
  'window.secret.says': '只会发给 AWS 一次，不会保存在这台电脑上。',
  'window.secret.optional': '{label}（可不填）',
  'window.secret.go': '继续',
} as const;
