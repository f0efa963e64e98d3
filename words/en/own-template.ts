/** A template of a person's own: its questions, what it would do, its plan and its end. */
export const ownTemplate = {
  'wizard.template.goal': 'Use a template of your own',
  'wizard.template.cardNote': 'any CloudFormation template · its questions become a form',
  'wizard.template.basics': 'The template and its questions',
  'wizard.template.own': '{text}',
  'wizard.template.value': '{label}: {value}',
  'wizard.template.body': 'Which template?',
  'wizard.template.body.hint':
    'A CloudFormation file in YAML or JSON, up to 50 KB. It is read here, on this computer.',
  'wizard.template.name': 'What shall its stack be called?',
  'wizard.template.name.hint':
    'Letters, digits and single hyphens, up to 50. AWS lists it as millwright-template- and this name.',
  'wizard.template.list.hint': 'Several values, with commas between them.',
  'wizard.template.confirm': 'To allow this, type the name of the stack from above',
  'wizard.template.confirm.hint': 'Until then nothing is asked of AWS and nothing is made.',
  'wizard.template.help.file': 'What is a template?',
  'wizard.template.help.file.text':
    'A text that says what AWS shall make: buckets, roles, notebooks. Engineers pass such files on. AWS makes all of it as one stack and can delete it as one.',
  'wizard.template.help.safe': 'Is it safe to open one?',
  'wizard.template.help.safe.text':
    'Yes. Opening a file only reads it. You see everything that it would make before anything is made, and what can reach further is named in red.',
  'wizard.template.help.name': 'The name of the stack',
  'wizard.template.help.name.text':
    'All things of the template belong to one stack. By this name you find them again and delete them together.',
  'wizard.template.help.confirm': 'Why type it?',
  'wizard.template.help.confirm.text':
    'What stands in red can do more than this plan can show. Type the name only if you know who wrote the template and want that.',
  'wizard.template.help.parameter': 'Value {name}',
  'wizard.template.help.parameter.text':
    'The template asks for it, and its maker wrote the words beside it. CloudFormation knows it as {type}.',

  'wizard.template.danger.program':
    'A program rewrites this template before AWS makes anything: {names}{more, plural, =0 {} other { and # more}}. What comes out of it is not in the file.',
  'wizard.template.danger.custom':
    'It calls a program that may do anything its rights allow: {names}{more, plural, =0 {} other { and # more}}.',
  'wizard.template.danger.nested':
    'It loads further templates that are not in the file: {names}{more, plural, =0 {} other { and # more}}.',
  'wizard.template.danger.resolve':
    'It reads secrets or stored values of your account: {names}{more, plural, =0 {} other { and # more}}.',
  'wizard.template.danger.store':
    'It reads values from the parameter store of your account: {names}{more, plural, =0 {} other { and # more}}.',
  'wizard.template.danger.admin':
    'It gives full rights over the account: {names}{more, plural, =0 {} other { and # more}}.',
  'wizard.template.danger.rights':
    'It makes roles, users or rights: {names}{more, plural, =0 {} other { and # more}}.',
  'wizard.template.danger.engine':
    'It changes how CloudFormation works for the whole account: {names}{more, plural, =0 {} other { and # more}}.',
  'wizard.template.danger.publisher':
    'It makes things of another publisher than AWS: {names}{more, plural, =0 {} other { and # more}}.',

  'wizard.template.bad.tooLarge':
    'The template has {bytes}. AWS takes up to 50 KB in one request; a larger one has to lie in a bucket first, which Millwright does not do.',
  'wizard.template.bad.notText': 'This is not a text file.',
  'wizard.template.bad.notTemplate': 'This is not a CloudFormation template.',
  'wizard.template.bad.broken':
    'Line {line} of the template cannot be read. It is neither good YAML nor good JSON.',
  'wizard.template.bad.tooDeep': 'The template is nested too deeply.',
  'wizard.template.bad.alias': 'The template uses YAML aliases (& and *). AWS does not take them.',
  'wizard.template.bad.tag': 'Line {line} uses {tag}, which is no function of CloudFormation.',
  'wizard.template.bad.name': 'The template uses the name {name}, which no program can read safely.',
  'wizard.template.bad.twice':
    'The name {name} stands twice in the same place. Nobody can tell which one counts.',
  'wizard.template.bad.section': 'The template has a part {name} that CloudFormation does not know.',
  'wizard.template.bad.empty': 'The template makes nothing: it has no Resources.',
  'wizard.template.bad.tooMany': 'The template has more {name} than CloudFormation takes.',
  'wizard.template.bad.loop':
    'The template makes things in a loop (Fn::ForEach). What comes out of it can only be told by AWS, so it cannot be planned here.',
  'wizard.template.bad.badName': 'The name {name} has characters other than letters and digits.',
  'wizard.template.bad.shape':
    'The part {name} of the template does not have the form that CloudFormation wants.',
  'wizard.template.bad.noType': '{name} does not say what it is: its Type is missing.',
  'wizard.template.bad.policy': 'What happens to {name} when the stack is deleted is not a plain word.',
  'wizard.template.bad.parameterType':
    'The value {name} is of a type that CloudFormation does not know: {type}.',

  'wizard.template.problem.noFile': 'Choose a template first.',
  'wizard.template.problem.name':
    'Use letters, digits and single hyphens, up to 50, and begin with a letter.',
  'wizard.template.problem.value': 'The value for “{field}” must be text or a number.',
  'wizard.template.problem.unknown': 'The template does not ask for “{field}”.',
  'wizard.template.problem.secret':
    '“{field}” is a secret. It is asked for when the plan starts and must not be among the answers.',
  'wizard.template.problem.rule': '“{field}” does not fit. The template says: {rule}',
  'wizard.template.problem.rule.number': '“{field}” must be a number.',
  'wizard.template.problem.rule.atLeast': '“{field}” must be at least {n, number}.',
  'wizard.template.problem.rule.atMost': '“{field}” must be at most {n, number}.',
  'wizard.template.problem.rule.oneOf': 'Choose one of the values that the template offers for “{field}”.',
  'wizard.template.problem.rule.longer': '“{field}” must have at least {n, number} characters.',
  'wizard.template.problem.rule.tooLong': '“{field}” may have at most {n, number} characters.',
  'wizard.template.problem.rule.pattern': '“{field}” does not have the form that the template wants.',

  'plan.template.title': 'Make {name} from a template of your own',
  'plan.template.done': '{name} is there, with everything that its template makes.',
  'plan.template.make': 'Make the stack {stack} with {count, plural, one {# thing} other {# things}}.',
  'plan.template.makes':
    '{count, plural, one {{kind}: {names}} other {# × {kind}: {names}}}{more, plural, =0 {} other { and # more}}',
  'plan.template.confirm':
    'This template can do more than a plan can show. Read what stands in red, then type “{name}” to allow it. Nothing is asked of AWS before.',
  'plan.template.notWorkedOut':
    'Which things this template makes hangs on something that is only known to AWS. So it cannot be planned here.',
  'plan.template.taken': 'There already is a stack of this name: {name}. Choose another one.',
  'plan.template.refused': 'AWS does not take this template. It says: {text}',
  'plan.template.readOtherwise':
    'AWS finds things in this template that Millwright does not see: {types}. So it is not started.',
  'plan.template.noGuard':
    'Nothing ends by itself. What this template makes is billed until you delete the stack.',
  'plan.template.rights': 'Not checked: whether you may make {types}.',
  'plan.template.snapshot': 'When the stack is deleted, a copy of the data stays and is billed: {names}.',
  'plan.template.stays': 'When the stack is deleted, this stays in your account: {names}.',
  'plan.template.undo': 'Delete the stack {stack}: its receipt has a button for that.',
  'plan.template.kind.schedule': 'Timer',
  'plan.template.cost': '{name} ({kind})',
  'plan.template.costByUse': '{name} ({kind}), only what is used',
  'plan.template.assume': 'Use is billed on top: requests, messages, log lines, data.',
  'plan.template.assumeUnknown':
    'Nobody here knows the price of what shows “?”. Look it up before you start.',
  'plan.template.delete.title': 'Delete {name}',
  'plan.template.delete.press': 'Delete the stack',
  'plan.template.delete.done': '{name} is deleted.',
  'plan.template.delete.doneKeeping': '{name} is deleted. What its template keeps is still in the account.',
  'plan.template.delete':
    'Delete the stack {name} with {count, plural, one {# thing} other {# things}} in it.',
  'plan.template.delete.undo': 'What is deleted can only be made again from the template, without its data.',
  'plan.template.delete.keeps': '{kind} {name} stays: the template keeps it. Its price goes on.',
  'plan.notChecked.valid': 'Not checked: whether AWS takes this template.',
  'plan.notChecked.retained': 'Not checked: what the template of this stack keeps when it is deleted.',
  'plan.moved.valid': 'AWS says something else about the template than when the plan was made.',
  'plan.moved.retained': 'What the template of {name} keeps has changed since the plan was made.',
  'plan.export.secret': 'Set {name} before: it is a secret and in no file.',

  'window.file.choose': 'Choose a file…',
  'window.file.other': 'Choose another file…',
  'window.file.reading': 'Reading the template',
  'window.file.tooLarge': 'This file has {size}. Only files up to {most} can be used.',
  'window.file.unreadable': 'This file cannot be read as text.',
  'window.danger.title': 'This allows more than usual',
  'window.secret.title': 'Secrets for this start',
  'window.secret.says': 'They go to AWS once and are kept nowhere on this computer.',
  'window.secret.optional': '{label} (optional)',
  'window.secret.go': 'Go on',
} as const;
