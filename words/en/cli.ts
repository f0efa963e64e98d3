/** What the commands say on the terminal. */
export const cli = {
  'cli.usage': `Millwright runs machine learning on AWS from plans that you read first.

  millwright wizards [--json]                       what can be made, and its questions
  millwright plan WIZARD --answers FILE [--out PLAN]  make a plan; changes nothing
  millwright show PLAN                              read a plan
  millwright diff PLAN PLAN                         what differs between two plans
  millwright export PLAN --to cloudformation|cli|html [--out DIR]
  millwright approve PLAN --as NAME [--reject] [--comment TEXT]
  millwright apply PLAN --yes DIGEST                carry out a plan
  millwright status                                 what runs, what it costs, what is open
  millwright recover [--undo]                       finish what was begun, or take it back

PLAN is a file, or the id of a plan that was made here. WIZARD is also an operation, such as notebook-stop.
All commands take --state DIR, --json and --language en|zh-CN. They use AWS_PROFILE, AWS_REGION and
AWS_ENDPOINT_URL; without them they use the sandbox account in the state folder.`,
  'cli.unknownCommand': 'There is no command “{command}”.',
  'cli.wrongOption': 'This cannot be understood: {text}',
  'cli.missing': 'The command “{command}” needs {what}.',
  'cli.noFile': 'The file {file} cannot be read.',
  'cli.noJson': 'The file {file} holds no JSON.',
  'cli.wizard': '{id}: {goal}',
  'cli.wizards.hint': 'The questions of each, and an example: millwright wizards --json',
  'cli.plan.saved': 'The plan is in {file}.',
  'cli.plan.kept': 'The plan is kept as {id}.',
  'cli.plan.next': 'To carry it out: millwright apply {plan} --yes {digest}',
  'cli.plan.offline': 'Not checked against an account: {why}',
  'cli.differs': 'The file says something else than its answers give:',
  'cli.differs.line': '{path}: the file says {file}, Millwright computes {ours}.',
  'cli.exported': 'Written: {file}',
  'cli.approved': 'Approved as {name}.',
  'cli.rejected': 'Rejected as {name}.',
  'cli.needsYes': 'Nothing was done. Read the plan, then add --yes {digest}',
  'cli.step.running': '… {title}',
  'cli.step.done': '✓ {title} ({took})',
  'cli.step.failed': '✗ {title}',
  'cli.step.undone': '↶ {title}',
  'cli.measured': 'It cost {sum} so far, as measured.',
  'cli.left': 'This exists now: {type} {name}, {price} an hour.',
  'cli.leaving': 'Millwright stops watching. What AWS does goes on; see “millwright recover”.',
  'cli.account': 'Account {account}, region {region}, as {caller}.',
  'cli.notConnected': 'No account: {why}',
  'cli.costs': 'Costs {price} an hour now.',
  'cli.cost': '{name}: {price} an hour. {ends}',
  'cli.noCosts': 'Nothing costs money by the hour now.',
  'cli.task': '{title}: {state}. {detail}',
  'cli.noTasks': 'Nothing is open.',
  'cli.need': '- {says}',
  'cli.need.note': '  {says}',
  'cli.searching':
    'Part of the record of what was begun was lost. Looking in AWS first; changes wait until then.',
  'cli.needsSearch': 'The window does that when it opens, and so does “millwright recover”.',
  'cli.need.plan': '  {label}: millwright plan {source} --answers FILE, with {answers} in FILE.',
  'cli.state.queued': 'waiting to begin',
  'cli.state.running': 'running',
  'cli.state.waiting': 'waiting',
  'cli.state.cancelling': 'being taken back',
  'cli.state.succeeded': 'done',
  'cli.state.failed': 'failed',
  'cli.state.cancelled': 'cancelled',
  'cli.state.lost': 'not known, look again with “millwright recover”',
  'cli.mend': 'What to do: {mend}',
  'cli.aws': 'What AWS says: {text}',
  'cli.problem': '- {path}: {says}',
} as const;
