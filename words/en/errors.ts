/** What went wrong, and the one thing that mends it. A value that is not known arrives as `none`. */
export const errors = {
  'error.input.invalid.says':
    '{field, select, none {One of the answers cannot be used.} other {The answer for “{field}” cannot be used.}}',
  'error.input.invalid.mend': 'Correct it and try again.',
  'error.input.missing.says':
    '{field, select, none {An answer is missing.} other {The answer for “{field}” is missing.}}',
  'error.input.missing.mend': 'Fill it in and try again.',
  'error.file.unreadable.says':
    '{name, select, none {The file cannot be read.} other {The file “{name}” cannot be read.}}',
  'error.file.unreadable.mend': 'Check that it is still there and that you may open it.',
  'error.file.tooLarge.says':
    '{name, select, none {The file is too large.} other {The file “{name}” is too large.}}',
  'error.file.tooLarge.mend': 'Choose a smaller one.',
  'error.file.unknownFormat.says': 'This file is not one that Millwright knows.',
  'error.file.unknownFormat.mend': 'Choose a file that Millwright saved, or a configuration of AWS Batch.',
  'error.answers.unknownWizard.says':
    '{wizard, select, none {There is no such wizard.} other {There is no wizard “{wizard}”.}}',
  'error.answers.unknownWizard.mend': 'Choose one from the list of wizards.',

  'error.plan.notFound.says': 'This plan is not here.',
  'error.plan.notFound.mend': 'Open its file again, or make a new plan.',
  'error.plan.changed.says': 'Something changed in the account since this plan was made.',
  'error.plan.changed.mend': 'Make the plan again and read what is new.',
  'error.plan.blocked.says': 'Something stands in the way of this plan.',
  'error.plan.blocked.mend': 'Read what the plan says about it and change the answers.',
  'error.plan.draft.says': 'This plan is a draft: it is not tied to an account yet.',
  'error.plan.draft.mend': 'Connect to an account and make the plan for it.',
  'error.plan.alreadyApplied.says': 'This plan was already carried out in this account.',
  'error.plan.alreadyApplied.mend': 'Make a new plan if you want another one.',
  'error.plan.wrongAccount.says':
    '{planned, select, none {This plan is for another account or region.} other {This plan is for {planned}, and you are connected to {here}.}}',
  'error.plan.wrongAccount.mend': 'Choose the account that the plan is for.',
  'error.plan.differsFromChangeSet.says':
    'AWS would do something else than this plan says, so nothing was started.',
  'error.plan.differsFromChangeSet.mend': 'Read the difference and make the plan again.',
  'error.plan.tampered.says': 'This plan file says something else than its answers give.',
  'error.plan.tampered.mend': 'Do not use this file. Ask its maker for the original.',
  'error.plan.rejected.says': 'A reviewer said no to this plan.',
  'error.plan.rejected.mend': 'Read the comment, change the answers and make a new plan.',
  'error.plan.unknownTemplate.says':
    '{template, select, none {The plan uses a template that this version does not have.} other {The plan uses the template “{template}”, which this version does not have.}}',
  'error.plan.unknownTemplate.mend': 'Make the plan again with this version.',
  'error.plan.noTemplate.says':
    'Not all that this plan does can be said in a CloudFormation template, so no template was saved.',
  'error.plan.noTemplate.mend': 'Save it as command lines: they do all of it.',
  'error.plan.otherFormat.says':
    'This plan was saved by another version of Millwright{version, select, none {} other { (plan format {version}; this version reads format {ours})}}.',
  'error.plan.otherFormat.mend': 'Open it with that version, or make the plan again here.',
  'error.secret.missing.says':
    'A secret that this plan needs was not given, or is forgotten since the program was closed.',
  'error.secret.missing.mend': 'Start the plan again and type it once more. It is kept nowhere.',
  'error.ticket.missing.says': 'The plan was not confirmed.',
  'error.ticket.missing.mend': 'Press Start again and confirm in the page that opens.',
  'error.ticket.stale.says': 'The confirmation is older than two minutes.',
  'error.ticket.stale.mend': 'Press Start again and confirm.',
  'error.ticket.used.says': 'This confirmation was used already.',
  'error.ticket.used.mend': 'Look at the tasks: the plan may be running.',
  'error.ticket.wrongPlan.says': 'The confirmation belongs to another plan.',
  'error.ticket.wrongPlan.mend': 'Press Start again and confirm this plan.',
  'error.digest.mismatch.says': 'The plan is not the one that you approved.',
  'error.digest.mismatch.mend': 'Read the plan again and approve it as it is now.',

  'error.connection.none.says': 'No account is chosen.',
  'error.connection.none.mend': 'Choose an account, or use the sandbox.',
  'error.connection.signInNeeded.says':
    '{profile, select, none {You are not signed in to AWS.} other {You are not signed in to AWS with “{profile}”.}}',
  'error.connection.signInNeeded.mend': 'Sign in to AWS, then try again.',
  'error.connection.expired.says': 'Your AWS sign-in has ended. What runs in AWS goes on.',
  'error.connection.expired.mend': 'Sign in again. The work goes on from here.',
  'error.connection.invalid.says': 'AWS does not accept these keys.',
  'error.connection.invalid.mend': 'Sign in again, or choose another account.',
  'error.connection.noEndpoint.says':
    '{endpoint, select, none {Nothing answers at the address of this account.} other {Nothing answers at {endpoint}, the address of this account.}}',
  'error.connection.noEndpoint.mend': 'Start the server at that address, or choose another account.',
  'error.connection.otherPartition.says':
    'This account is in the China or government regions of AWS, which are run apart. Millwright does not work there yet.',
  'error.connection.otherPartition.mend': 'Choose an account in another region.',
  'error.clock.skewed.says': 'The clock of this computer is wrong, so AWS refuses its calls.',
  'error.clock.skewed.mend': 'Set the clock to automatic and try again.',
  'error.permission.denied.says':
    '{action, select, none {Your account may not do this.} other {Your account may not do this: AWS asks for the permission {action}.}}',
  'error.permission.denied.mend':
    'Ask the administrator of your AWS account to allow it, and send this message along.',
  'error.permission.deniedExplicitly.says':
    '{action, select, none {A rule of your company forbids this.} other {A rule of your company forbids {action}.}}',
  'error.permission.deniedExplicitly.mend': 'Ask your administrator whether the rule can be changed.',
  'error.permission.passRole.says':
    '{role, select, none {You may not hand this role to an AWS service.} other {You may not hand the role “{role}” to an AWS service.}}',
  'error.permission.passRole.mend':
    'Ask your administrator for iam:PassRole on this role, or pick another role.',

  'error.quota.reached.says':
    '{name, select, none {A limit of your account is reached.} other {A limit of your account is reached: {limit} for “{name}”.}}',
  'error.quota.reached.mend': 'Ask AWS for more under Service Quotas, or choose another size.',
  'error.quota.hard.says': 'A fixed limit of AWS is reached.',
  'error.quota.hard.mend': 'Remove something of this kind that you no longer need.',
  'error.name.taken.says':
    '{name, select, none {This name is in use in your account.} other {The name “{name}” is in use in your account.}}',
  'error.name.taken.mend': 'Choose another name.',
  'error.name.takenByOther.says':
    '{name, select, none {This name belongs to somebody else.} other {The name “{name}” belongs to somebody else.}}',
  'error.name.takenByOther.mend': 'Choose another name.',
  'error.name.boundaryStands.says':
    'The account was prepared before, and its limit of roles is still there. Start with “Prepare the account” alone: that plan uses it.',
  'error.name.boundaryStands.mend': 'Prepare the account alone, then try again.',
  'error.state.wrong.says':
    '{state, select, none {It cannot do this in its present state.} other {It is {state} now and cannot do this yet.}}',
  'error.state.wrong.mend': 'Wait until its state has changed, then try again.',
  'error.resource.notFound.says':
    '{name, select, none {It does not exist any more.} other {“{name}” does not exist any more.}}',
  'error.resource.notFound.mend': 'Refresh the list.',
  'error.resource.inUse.says':
    '{name, select, none {Something else still uses it.} other {Something else still uses “{name}”.}}',
  'error.resource.inUse.mend': 'Remove what uses it first, or empty it.',
  'error.capacity.none.says': 'AWS has no free machine of this size at the moment.',
  'error.capacity.none.mend': 'Try again later, or choose another size.',
  'error.role.notUsableYet.says':
    '{role, select, none {The role is not ready to be used yet.} other {The role “{role}” is not ready to be used yet.}}',
  'error.role.notUsableYet.mend': 'New roles need up to two minutes. Try again then.',
  'error.aws.refusedInput.says': 'AWS refused a value in this request.',
  'error.aws.refusedInput.mend': 'See what AWS says, change the answer and try again.',
  'error.aws.stackFailed.says':
    '{reason, select, none {AWS could not finish {name, select, none {it} other {“{name}”}}.} other {AWS could not finish {name, select, none {it} other {“{name}”}}: {reason}}}',
  'error.aws.stackFailed.mend': 'See what AWS says, change the plan and try again.',
  'error.aws.stackStuck.says':
    '{name, select, none {It} other {“{name}”}} is stuck in AWS{state, select, none {} other { ({state})}}{reason, select, none {.} other {: {reason}}}',
  'error.aws.stackStuck.mend': 'Use the one button that mends it, on this page or on Home.',
  'error.aws.thingFailed.says':
    '{reason, select, none {{name, select, none {It} other {“{name}”}} failed in AWS.} other {{name, select, none {It} other {“{name}”}} failed in AWS: {reason}}}',
  'error.aws.thingFailed.mend': 'See what AWS says and try again.',
  'error.throttled.says': 'AWS asks us to slow down.',
  'error.throttled.mend': 'Wait a minute and try again.',

  'error.network.unreachable.says': 'AWS cannot be reached from this computer.',
  'error.network.unreachable.mend': 'Check the network. What runs in AWS goes on.',
  'error.network.lost.says': 'The connection to AWS was lost.',
  'error.network.lost.mend': 'Check the network and try again.',
  'error.network.captivePortal.says': 'A sign-in page of this network answers in place of AWS.',
  'error.network.captivePortal.mend': 'Open a browser, sign in to the network and try again.',
  'error.network.proxy.says': 'A proxy or a firewall stands between this computer and AWS.',
  'error.network.proxy.mend': 'Ask your network team to let AWS through.',
  'error.aws.unavailable.says': 'AWS has trouble at the moment.',
  'error.aws.unavailable.mend': 'Wait a little and try again.',
  'error.aws.badAnswer.says': 'AWS gave an answer that makes no sense.',
  'error.aws.badAnswer.mend': 'Try again. If it stays so, look at the technical text.',

  'error.disk.full.says': 'The disk of this computer is full, so nothing was started.',
  'error.disk.full.mend': 'Free some space and try again.',
  'error.disk.readOnly.says': 'Millwright may not write its own files, so nothing was started.',
  'error.disk.readOnly.mend': 'Give Millwright write access to its folder.',
  'error.disk.notFolder.says':
    'Millwright needs a folder for its files, and {file, select, none {a file is in its place} other {“{file}” is a file}}.',
  'error.disk.notFolder.mend': 'Choose another folder, or move the file away.',
  'error.state.damaged.says':
    '{file, select, none {A file of Millwright is damaged.} other {The file “{file}” of Millwright is damaged.}} It was kept.',
  'error.state.damaged.mend': 'Move the file away. Millwright then reads again what exists in AWS.',
  'error.state.newer.says':
    '{file, select, none {A file was written by a newer Millwright.} other {The file “{file}” was written by a newer Millwright.}}',
  'error.state.newer.mend': 'Install the newer version.',
  'error.state.locked.says': 'Millwright is already running with these files.',
  'error.state.locked.mend': 'Use the window that is open, or close it first.',
  'error.state.reconciling.says':
    'Part of the record of what was begun is lost. Millwright is looking in AWS first, so nothing was started.',
  'error.state.reconciling.mend': 'Wait a moment and start it again.',
  'error.state.recordLost.says':
    'Part of the record of this work is lost, and AWS does not show that it is done. Nothing was repeated.',
  'error.state.recordLost.mend': 'Look at what exists, remove it, or start the work again.',
  'error.state.beforeLost.says':
    '{name, select, none {Something} other {“{name}”}} was changed, and the record of how it was before is lost. It stays as it is now.',
  'error.state.beforeLost.mend': 'Look at it, and set what should be different.',
  'error.price.unknown.says': 'The price is not known.',
  'error.price.unknown.mend': 'Look up the missing prices. It is free.',

  'error.call.unknown.says': 'The window asked for something that does not exist.',
  'error.call.unknown.mend': 'Reload the window.',
  'error.call.invalid.says': 'The window asked in a way that cannot be understood.',
  'error.call.invalid.mend': 'Reload the window.',
  'error.call.refused.says': 'This is not allowed from here.',
  'error.call.refused.mend': 'Use the window that Millwright opened.',
  'error.wait.over.says':
    'AWS was not done with this after {after, select, none {some hours} other {{after}}}, so Millwright stopped waiting. What runs in AWS goes on.',
  'error.wait.over.mend': 'Look again.',
  'error.call.timedOut.says': 'This took too long, so Millwright stopped waiting.',
  'error.call.timedOut.mend': 'Try again.',
  'error.call.cancelled.says': 'Cancelled.',
  'error.call.cancelled.mend': 'Start again when you like.',
  'error.outcome.unknown.says': 'AWS did not answer, so it may or may not have been done.',
  'error.outcome.unknown.mend': 'Look again before you repeat it.',
  'error.outcome.unseen.says':
    'AWS goes on with this, but Millwright cannot see how far it is.{why, select, none {} other { {why}}}',
  'error.outcome.unseen.mend': '{mend, select, none {Look again.} other {{mend} Then look again.}}',
  'error.sandbox.notInUse.says':
    'This works only in the sandbox account, and another account is in use. Nothing was done.',
  'error.sandbox.notInUse.mend': 'Choose the sandbox account at the top.',
  'error.notModelled.says':
    '{operation, select, none {The sandbox account cannot do this.} other {The sandbox account cannot do this: {operation}.}}',
  'error.notModelled.mend': 'Try it in a real account.',
  'error.internal.says': 'Millwright made a mistake.',
  'error.internal.mend': 'Try again. If it comes back, report it with the technical text.',
} as const;
