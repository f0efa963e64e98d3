/** What plans say: sentences of the review, money, warnings, blockers. */
export const plans = {
  'plan.notebook.title': 'Make the notebook {name}',
  'plan.notebook.make': 'Make the notebook {name}.',
  'plan.notebook.note': 'Takes 4 to 6 minutes.',
  'plan.notebook.role': 'Make a role that can read and write the bucket {bucket}, and nothing else.',
  'plan.notebook.role.note': 'Free. It is deleted with the notebook.',
  'plan.notebook.ownRole': 'Give the notebook your role {role}.',
  'plan.notebook.ownRole.note': 'What this role may do, everybody in the notebook may do. It stays.',
  'plan.notebook.evening': 'Set the evening stop: every day at {at}.',
  'plan.notebook.evening.note':
    'Works in AWS, also with this computer switched off. Set first, so that the notebook always has an end.',
  'plan.notebook.machine': 'Make the notebook: {size}, disk {gb} GB.',
  'plan.notebook.machineIdle': 'Make the notebook: {size}, disk {gb} GB, idle stop after {minutes} minutes.',
  'plan.notebook.size.small': 'small ({type})',
  'plan.notebook.size.medium': 'medium ({type})',
  'plan.notebook.size.large': 'large ({type})',
  'plan.notebook.size.gpu': 'GPU ({type})',
  'plan.notebook.size.other': '{type}',
  'plan.notebook.ends':
    'It stops {endsDay} at {endsClock}, and every evening at {at}. A notice comes 15 minutes before. The files stay.',
  'plan.notebook.endsIdle': 'It usually stops itself after {minutes} minutes without use.',
  'plan.notebook.near':
    'The evening stop is at {at}, which is close. This first time it waits until {until}.',
  'plan.notebook.lapsed':
    'Its evening stop at {at} does nothing: this account is not prepared any more in this region. It is billed until somebody stops it. Prepare the account, and the stop works again.',
  'plan.notebook.noEnd': 'No evening stop: it is billed until somebody stops it.',
  'plan.notebook.busyCell':
    'A cell that never finishes counts as work, so the idle stop may not come. The evening stop still does.',
  'plan.notebook.busyCellNoEnd':
    'A cell that never finishes counts as work, so the idle stop may not come. Nothing else stops it.',
  'plan.notebook.ownRoleIdle':
    'The idle stop works only if your role lets the notebook stop itself and read its own tags.',
  'plan.notebook.subnet':
    'In a subnet without a way to AWS the idle stop cannot work and packages cannot be installed. The evening stop works.',
  'plan.notebook.root': 'Everybody in the notebook can change its machine, and so switch the idle stop off.',
  'plan.notebook.dashboard':
    'The dashboard on port {port} can be opened by everybody who may open the notebook.',
  'plan.notebook.undo':
    'Delete notebook and role: one click, about 3 minutes. The bucket {bucket} stays until you delete it.',
  'plan.notebook.taken': 'There is already a notebook called {name}. Choose another name.',
  'plan.notebook.stackTaken':
    'Something of a notebook called {name} is still there. Remove it, or choose another name.',
  'plan.notebook.gone': 'There is no notebook called {name} in this account and region.',
  'plan.notebook.foreign':
    'Millwright did not make {name}. It is operated by single calls, and whoever made it may undo them.',
  'plan.notebook.status.InService': 'The notebook {name} is already running.',
  'plan.notebook.status.Stopped': 'The notebook {name} is already stopped.',
  'plan.notebook.status.Pending': 'The notebook {name} is still being prepared. Wait until it is ready.',
  'plan.notebook.status.Stopping': 'The notebook {name} is just being stopped. Wait until it has stopped.',
  'plan.notebook.status.Updating': 'The notebook {name} is just being changed. Wait until that is done.',
  'plan.notebook.status.Deleting': 'The notebook {name} is just being deleted.',
  'plan.notebook.status.Failed': 'The notebook {name} has failed. Start or delete it.',
  'plan.notebook.status.Other': 'AWS is working on the notebook {name}. Wait until it is ready or stopped.',

  'plan.storage.title': 'Make the bucket {bucket}',
  'plan.storage.make': 'Make a private, encrypted bucket, {bucket}.',
  'plan.storage.note': 'Costs only what you put in. Stays until you delete it.',
  'plan.storage.leftOver':
    'The bucket {bucket} was deleted, but its record {stack} is still there. Remove that first, or choose another name.',
  'plan.storage.noteAlone': 'Costs only what you put in. Stays until you delete it.',
  'plan.storage.infrequent':
    'Files move to Infrequent Access after {days, plural, one {# day} other {# days}}. Reading them then costs more.',
  'plan.storage.glacier':
    'Files move to Glacier after {days, plural, one {# day} other {# days}}. Reading or deleting them early costs more.',
  'plan.storage.undo': 'Delete the bucket when it is empty. Until then it stays.',
  'plan.bucket.stays': 'The bucket {bucket} stays with its files: {price} for each GB a month.',
  'plan.bucket.taken':
    'The bucket name {bucket} is taken by somebody else in AWS, or closed to you. Choose another name. If every name seems taken, ask your administrator for s3:ListBucket.',
  'plan.bucket.yours': 'You already have a bucket {bucket}. Choose it from the list instead of making it.',
  'plan.bucket.exists': 'You already have a bucket {bucket}. Choose another name.',
  'plan.bucket.missing': 'There is no bucket {bucket}. Choose another, or make it.',
  'plan.bucket.foreign': 'The bucket {bucket} belongs to somebody else, or is closed to you.',
  'plan.bucket.otherRegion':
    'The bucket {bucket} is in the region {region}. Choose one in this region: moving data between regions costs money.',
  'plan.disk.stays': 'The disk of {gb} GB stays and is billed until the notebook is deleted.',

  'plan.foundation.title': 'Prepare the account in {region}',
  'plan.foundation.make':
    'Prepare the account in {region}: roles, their limit, and the guard that ends costs.',
  'plan.foundation.note': 'Free. Once per account and region. Takes 1 to 2 minutes.',
  'plan.foundation.boundary': 'Make the limit that no role of Millwright can go beyond.',
  'plan.foundation.boundary.note': 'Free. It caps roles whatever their own rights say.',
  'plan.foundation.boundaryStands': 'Use the limit of roles that is in the account already.',
  'plan.foundation.boundaryStands.note':
    'Free. It stayed because roles still need it, and it says what it should.',
  'plan.foundation.boundaryOther':
    'The policy {name} is in this account and says something else than it should. An administrator has to set it as the template of this plan says, or delete it.',
  'plan.foundation.roles': 'Make two roles: one that makes things, one that ends costs.',
  'plan.foundation.roles.note':
    'Free. CloudFormation uses the first, the evening stop the second. Nobody signs in with them.',
  'plan.foundation.alerts': 'Make the list for alerts.',
  'plan.foundation.alerts.note': 'Free. Nobody is on it yet.',
  'plan.foundation.alertsTo': 'Make the list for alerts, and ask {email} to join.',
  'plan.foundation.alertsTo.note': 'Free. AWS sends an e-mail with a link to confirm.',
  'plan.foundation.undo': 'Delete the foundation after everything that was made with it.',
  'plan.foundation.present': 'This account is already prepared in this region. There is nothing to do.',
  'plan.foundation.busy': 'The account is just being prepared. Wait until that is done.',
  'plan.foundation.stuck':
    'Preparing the account has failed before. Remove what is left of it, then try again.',
  'plan.foundation.mayNot':
    'The account is not prepared, and you may not do that: {list}. Save this plan and send it to your administrator.',

  'plan.foundation.update':
    'Bring the prepared account in {region} up to date: an older Millwright prepared it, without the rights that this needs.',
  'plan.foundation.update.note': 'Free. What was made with it stays as it is.',
  'plan.foundation.mayNotUpdate':
    'An older Millwright prepared this account, and you may not bring it up to date: {list}. Save this plan and send it to your administrator.',
  'plan.notChecked.template': 'Not checked: whether the prepared account is up to date.',

  'plan.cost.machine': 'The machine, while it runs',
  'plan.cost.disk': 'Disk, {gb} GB',
  'plan.cost.files': 'Files in the bucket, each GB',
  'plan.cost.newFiles': 'New files, {size}',
  'plan.assume.pending': 'A month has 730 hours.',
  'plan.assume.files':
    'The files in the bucket are charged by size. Requests and reading out of AWS cost extra.',
  'plan.assume.foundation': 'AWS charges nothing for roles and policies, nor for a list without messages.',
  'plan.assume.requests':
    'AWS also charges a little for each file that is sent. That price is not counted here.',

  'plan.replaces':
    'AWS would make {thing} of {stack} anew, and what is on the old one would be lost. Make a new one beside it, move what you need, then delete the old one.',
  'plan.quota':
    'Your account may run {limit, number} of “{name}”. At least {used, number} are in use and this needs {need, number}. Ask AWS for more, or choose another size.',
  'plan.quotaRequest.title': 'Ask AWS for more: {name}',
  'plan.quotaRequest.press': 'Ask AWS',
  'plan.quotaRequest.done':
    'AWS was asked to raise “{name}” to {wanted, number}. It decides within minutes to days and writes to the e-mail address of the account. Your answers are kept: go back to them then.',
  'plan.quotaRequest': 'Ask AWS to raise “{name}” from {limit} to {wanted, number} in {region}.',
  'plan.quotaRequest.note': 'Free. A higher limit costs nothing: only what runs does.',
  'plan.quotaRequest.wait':
    'AWS decides. A small step is often granted within minutes; a new account may wait for days.',
  'plan.quotaRequest.case': 'AWS may open a support case and ask by e-mail what it is for.',
  'plan.quotaRequest.undo':
    'Nothing needs to be undone. A request cannot be taken back, and a higher limit does no harm.',
  'plan.quotaRequest.open':
    'AWS was asked for {wanted, number} of “{name}” already, and has not decided. Wait for its e-mail.',
  'plan.quotaRequest.there':
    'Your account may use {limit, number} of “{name}” already. Go back and make the plan again.',
  'plan.mayNot':
    'You may not do all of this: {list}. Save this plan as a page and send it to your administrator: it lists what to allow.',

  'plan.notChecked.account':
    'Made without an account: what exists there, rights and limits are not checked. That is done before Start.',
  'plan.notChecked.stack': 'Not checked: what Millwright made here before.',
  'plan.notChecked.bucket': 'Not checked: whether the bucket exists and whose it is.',
  'plan.notChecked.notebook': 'Not checked: whether the notebook exists and what it is doing.',
  'plan.notChecked.quota': 'Not checked: whether the limits of your account are high enough.',
  'plan.notChecked.policy': 'Not checked: whether the limit of roles is there from an earlier time.',
  'plan.notChecked.objects': 'Not checked: which files are in the folder.',
  'plan.notChecked.empty': 'Not checked: whether the bucket is empty.',
  'plan.notChecked.stage': 'Not checked: whether the files on this computer are still there.',
  'plan.notChecked.permissions': 'Not checked: whether you may do all of this.',

  'plan.moved.stack': 'What belongs to {name} has changed since the plan was made.',
  'plan.moved.bucket': 'The bucket {name} has changed since the plan was made.',
  'plan.moved.notebook': 'The notebook {name} has changed since the plan was made.',
  'plan.moved.policy': 'The policy {name} has changed since the plan was made.',
  'plan.moved.objects': 'The files in {name} have changed since the plan was made.',
  'plan.moved.empty': 'The bucket {name} was filled or emptied since the plan was made.',
  'plan.moved.stage': 'The files on this computer have changed since the plan was made.',
  'plan.moved.quota': 'The limit {name} has changed since the plan was made.',
  'plan.moved.unreadable': 'What the plan rests on cannot be read now: {name}.',
  'plan.moved.price': '{what}: the price was {before} and is {after} now.',
  'plan.moved.end': 'The end in this plan is over or too close. Make the plan again.',
  'plan.moved.other': 'The plan would not be the same today. Make it again.',

  'plan.problem.missing': '{field}: an answer is missing.',
  'plan.problem.type': '{field}: this kind of answer does not fit.',
  'plan.problem.value': '{field}: this answer is not allowed.',
  'plan.problem.unknown': 'There is no question called {field}.',
  'plan.problem.until': 'Until when: give a time with its zone, such as 2026-11-20T21:00:00+01:00.',
  'plan.problem.hours': 'Hours: give a number from 1 to 24.',
  'plan.problem.key': 'Files: a name must have 1 to 1,024 bytes.',
  'plan.problem.keys': 'Files: name 1 to 1,000 of them.',
  'plan.problem.prefix': 'Folder: leave it empty, or end it with a slash.',
  'plan.problem.stage': 'The files to upload are not named the right way.',
  'plan.problem.stackName': 'Only what Millwright made can be removed; its name begins with millwright-.',

  'plan.text.happens': 'What happens',
  'plan.text.money': 'Money',
  'plan.text.perHour': 'An hour, while it runs',
  'plan.text.today': 'Until it stops, {ends}',
  'plan.text.perDay': 'A full day, at most',
  'plan.text.month': 'If forgotten for a month',
  'plan.text.worst': 'Worst case, all ends fail: a month',
  'plan.text.pricesAsOf': 'Prices as of {day}, without tax.',
  'plan.text.noPrices': 'No price is known.',
  'plan.text.unknownPrice': 'A question mark is a price that the price book does not hold.',
  'plan.text.ends': 'How it ends',
  'plan.text.noEnds': 'Nothing here ends by itself.',
  'plan.text.wrong': 'What could go wrong',
  'plan.text.nothingWrong': 'Nothing that is known.',
  'plan.text.blockers': 'Why it cannot be started',
  'plan.text.permissions': 'Permissions',
  'plan.text.permissionsAll':
    'You may do all of it: {count, plural, one {# right} other {# rights}} checked.',
  'plan.text.permissionsSome':
    '{yes, number} of {count, number} rights: yes. {no, number}: no. {unknown, number}: not checked.',
  'plan.text.permissionsNone': 'It needs no right.',
  'plan.text.permissionsAsk': 'To the administrator of account {account}: please allow me these.',
  'plan.text.undo': 'Undo',
  'plan.text.lost': 'What is lost for good',
  'plan.text.stays': 'What stays',
  'plan.text.target': 'Account {account}, region {region}',
  'plan.text.draft': 'Draft without an account, region {region}',
  'plan.text.id': 'Plan {digest}',

  'plan.export.script': 'Runs with the AWS CLI alone. It needs the files that were saved beside it.',
  'plan.export.draft': 'Made without an account: it works in the account that you are signed in to.',
  'plan.export.otherAccount':
    'This script is for the account {account}, and you are signed in to another one. Nothing was changed.',
  'plan.export.taken':
    'There is already a stack {name}, and this plan did not make it. Remove it, or make the plan with another name.',
  'plan.export.filesBeside': 'This file has to lie beside the script before it can be sent:',
  'plan.text.reviews': 'Reviews',
  'plan.text.approved': 'Approved by {by}, {at} (a note, not a signature)',
  'plan.text.rejected': 'Rejected by {by}, {at} (a note, not a signature)',
  'plan.text.otherDigest': 'about another version of this plan',
  'plan.text.differences': 'What differs',
  'plan.text.same': 'The two plans do the same.',
  'plan.text.first': 'first',
  'plan.text.second': 'second',
} as const;
