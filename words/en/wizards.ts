/** Questions of the wizards, their choices, and what is said about a wrong answer. */
export const wizards = {
  'wizard.unit.gb': 'GB',
  'wizard.unit.minutes': 'minutes',
  'wizard.unit.days': 'days',

  'wizard.notebook.goal': 'I need a notebook',
  'wizard.notebook.cardNote': 'billed by the hour · ready in 4 to 6 minutes',
  'wizard.notebook.cardNote.from': 'from {price} an hour · 4 to 6 min',
  'wizard.notebook.basics': 'Basics',
  'wizard.notebook.money': 'Money and limits',
  'wizard.notebook.name': 'What shall it be called?',
  'wizard.notebook.name.hint': 'Letters, digits and single hyphens, up to 63. It cannot be renamed later.',
  'wizard.notebook.size': 'How big?',
  'wizard.notebook.size.small': 'Small',
  'wizard.notebook.size.small.for': 'Trying out, small tables',
  'wizard.notebook.size.medium': 'Medium',
  'wizard.notebook.size.medium.for': 'Tables up to about 4 GB',
  'wizard.notebook.size.large': 'Large',
  'wizard.notebook.size.large.for': 'Forecasts, tables up to 20 GB',
  'wizard.notebook.size.gpu': 'GPU',
  'wizard.notebook.size.gpu.for': 'Pictures, language models',
  'wizard.notebook.bucket.choice': 'Where are its files kept?',
  'wizard.notebook.bucket.create': 'New private bucket',
  'wizard.notebook.bucket.existing': 'Bucket {name}',
  'wizard.notebook.bucket.choice.hint':
    'A new bucket is encrypted. Its name is unique in all of AWS: small letters, digits and hyphens.',
  'wizard.notebook.disk.sizeGb': 'Disk',
  'wizard.notebook.disk.sizeGb.hint':
    '5 to 16,384 GB. It can only grow. Billed while the notebook is stopped, too.',
  'wizard.notebook.disk.sizeGb.summary': 'disk {gb} GB',
  'wizard.notebook.role': 'What may it do in AWS?',
  'wizard.notebook.role.hint': 'A role is a set of rights. The safe one is made for this notebook alone.',
  'wizard.notebook.role.made': 'Read and write its bucket, nothing else',
  'wizard.notebook.role.made.text': 'A role of its own, made and deleted with the notebook',
  'wizard.notebook.role.own': 'Role {name}',
  'wizard.notebook.role.summary.made': 'reaches its bucket only',
  'wizard.notebook.role.summary.own': 'a role of your own',
  'wizard.notebook.network': 'Which network?',
  'wizard.notebook.network.hint':
    'In a subnet of your own the notebook reaches only what that network lets it.',
  'wizard.notebook.network.default': 'The usual one, with internet',
  'wizard.notebook.network.default.text': 'The network of SageMaker. Packages can be installed.',
  'wizard.notebook.network.ofDefault': 'Your default network, zone {zone} ({name})',
  'wizard.notebook.network.ofOwn': 'Subnet {name}, zone {zone}',
  'wizard.notebook.network.own.text': 'No internet unless this network has its own way out',
  'wizard.notebook.network.summary.default': 'reaches the internet',
  'wizard.notebook.network.summary.own': 'in a subnet of your own',
  'wizard.notebook.rootAccess': 'Administrator rights inside the notebook',
  'wizard.notebook.rootAccess.summary.on': 'administrator rights on',
  'wizard.notebook.rootAccess.summary.off': 'administrator rights off',
  'wizard.notebook.git': 'Git repository to start with',
  'wizard.notebook.git.hint': 'An https address without a password in it. Empty for none.',
  'wizard.notebook.git.summary.on': 'with a Git repository',
  'wizard.notebook.git.summary.off': 'no Git',
  'wizard.notebook.dashboard.on': 'A dashboard will run in it',
  'wizard.notebook.dashboard.on.hint':
    'Installs a small proxy when the notebook starts, so that its page can be opened.',
  'wizard.notebook.dashboard.port': 'Port of the dashboard',
  'wizard.notebook.dashboard.on.summary.on': 'dashboard on port {port}',
  'wizard.notebook.dashboard.on.summary.off': 'no dashboard',
  'wizard.notebook.evening.on': 'Stop it every evening',
  'wizard.notebook.evening.on.hint': 'Works in AWS, also with this computer switched off. The files stay.',
  'wizard.notebook.evening.at': 'When does it stop?',
  'wizard.notebook.evening.at.hint':
    'On a quarter of an hour. You are told 15 minutes before and can extend.',
  'wizard.notebook.evening.tonight': 'It is close to that time. Until when may it run this first time?',
  'wizard.notebook.evening.keepRunning': 'Keep it running. I have seen the price per month.',
  'wizard.notebook.evening.timeZone': 'Time zone',
  'wizard.notebook.evening.timeZone.summary': 'times of {zone}',
  'wizard.notebook.tonight.asSet': 'Two hours from now',
  'wizard.notebook.tonight.hours': '{hours, plural, one {# hour} other {# hours}} from now',
  'wizard.notebook.idle.on': 'Stop it when nobody uses it',
  'wizard.notebook.idle.on.hint': 'Usually works: no busy cell and no open terminal for so long.',
  'wizard.notebook.idle.minutes': 'After how long without use?',
  'wizard.notebook.help.size': 'Which size?',
  'wizard.notebook.help.size.text':
    'Start small. You can change the size later in about 5 minutes; the files stay.',
  'wizard.notebook.help.forgotten': 'What “if forgotten” means',
  'wizard.notebook.help.forgotten.text':
    'The price of running all 730 hours of a month. The next station sets an end, so that this does not happen.',
  'wizard.notebook.help.disk': 'Who pays for the disk?',
  'wizard.notebook.help.disk.text':
    'The disk is billed even while the notebook is stopped. Deleting the notebook ends that too.',
  'wizard.notebook.help.evening': 'Why an evening stop?',
  'wizard.notebook.help.evening.text':
    'A notebook that nobody stops is billed day and night. AWS stops this one each evening, and tries again every 15 minutes until early morning.',
  'wizard.notebook.help.idle': 'Why “usually”?',
  'wizard.notebook.help.idle.text':
    'The idle stop runs inside the notebook. A cell that never finishes counts as work. The evening stop does not ask.',
  'wizard.notebook.help.name': 'Why a name?',
  'wizard.notebook.help.name.text':
    'You find the notebook by it: on Home, in AWS and on the bill. No two can have the same one.',
  'wizard.notebook.help.bucket': 'What is a bucket?',
  'wizard.notebook.help.bucket.text':
    'A private folder in S3, the place for files in AWS. What you keep there stays when the notebook is deleted.',
  'wizard.notebook.help.role': 'What is a role?',
  'wizard.notebook.help.role.text':
    'It says what the notebook’s code may do in your account. The safe one opens its own bucket and nothing else.',
  'wizard.notebook.help.network': 'When another network?',
  'wizard.notebook.help.network.text':
    'When your data is inside a company network. Ask the people who run it which subnet is right.',
  'wizard.notebook.help.rootAccess': 'Who needs administrator rights?',
  'wizard.notebook.help.rootAccess.text':
    'Only somebody who installs system programs. Python packages work without them, and a mistake does less harm.',
  'wizard.notebook.help.git': 'What happens with the repository?',
  'wizard.notebook.help.git.text':
    'Its files are in the notebook when it starts. What you change goes back only when you send it.',
  'wizard.notebook.help.dashboard': 'What is a dashboard for?',
  'wizard.notebook.help.dashboard.text':
    'For a page that your code draws, such as charts. Only people who may open the notebook can see it.',
  'wizard.notebook.help.port': 'Which port?',
  'wizard.notebook.help.port.text': 'The one that your dashboard program uses. For Streamlit it is 8501.',
  'wizard.notebook.help.at': 'Which time is right?',
  'wizard.notebook.help.at.text':
    'A time after work. The files stay, and you start the notebook again when you need it.',
  'wizard.notebook.help.tonight': 'Why is this asked?',
  'wizard.notebook.help.tonight.text':
    'The evening stop would come very soon. This moves it for today only; then your usual time holds again.',
  'wizard.notebook.help.timeZone': 'Why a time zone?',
  'wizard.notebook.help.timeZone.text':
    'AWS works by its own clock. With your zone, 19:00 is 19:00 where you are, in summer and in winter.',
  'wizard.notebook.help.keepRunning': 'What happens then?',
  'wizard.notebook.help.keepRunning.text':
    'Nobody stops it. It is billed at night and on weekends too, until someone presses Stop.',
  'wizard.notebook.help.minutes': 'How long is right?',
  'wizard.notebook.help.minutes.text':
    'An hour leaves time for a meeting. A shorter time saves more, but what is only in memory is lost at the stop.',
  'wizard.notebook.problem.name':
    'The name of the notebook may hold letters, digits and single hyphens, up to 63.',
  'wizard.notebook.problem.noName': 'The notebook has no name yet. Give it a name.',
  'wizard.notebook.problem.size': 'The size must be a type of machine, such as ml.t3.medium.',
  'wizard.notebook.problem.bucket': 'Where the files are kept: choose a bucket, or “new” for a new one.',
  'wizard.notebook.problem.at':
    'The evening stop needs a time on a quarter of an hour, such as 19:00 or 19:15.',
  'wizard.notebook.problem.timeZone': 'The time zone is not known. Use a name such as Europe/Berlin.',
  'wizard.notebook.problem.tonight': 'Until when it may run tonight: choose one of the listed answers.',
  'wizard.notebook.problem.keepRunning':
    'Without an evening stop the notebook runs until somebody stops it. Tick “Keep it running”, or switch the evening stop on.',
  'wizard.notebook.problem.minutes': 'The time without use must be 15 to 1,440 whole minutes.',
  'wizard.notebook.problem.disk': 'The disk must be 5 to 16,384 whole GB.',
  'wizard.notebook.problem.role': 'The role must be “made”, or the ARN of a role.',
  'wizard.notebook.problem.network': 'The network must be “default”, or the id of a subnet.',
  'wizard.notebook.problem.git': 'The Git repository needs an https address without a user name in it.',
  'wizard.notebook.problem.port': 'The port of the dashboard must be a whole number from 1,024 to 65,535.',

  'wizard.storage.goal': 'I need a place for files',
  'wizard.storage.cardNote': 'billed by what you put in · ready in 1 minute',
  'wizard.storage.basics': 'Basics',
  'wizard.storage.name': 'What shall the bucket be called?',
  'wizard.storage.name.hint':
    '3 to 63 small letters, digits and hyphens. Unique in all of AWS, so add a number.',
  'wizard.storage.old.infrequent': 'Move files that are seldom read to cheaper storage',
  'wizard.storage.old.infrequent.hint':
    'Infrequent Access: cheaper to keep, dearer to read. At least 30 days.',
  'wizard.storage.old.infrequent.on': 'to Infrequent Access after {days, plural, one {# day} other {# days}}',
  'wizard.storage.old.infrequent.off': 'files stay where they are',
  'wizard.storage.old.infrequentDays': 'To Infrequent Access after',
  'wizard.storage.old.glacier': 'Move old files to Glacier',
  'wizard.storage.old.glacier.hint':
    'Glacier Instant Retrieval: the cheapest that can still be read at once.',
  'wizard.storage.old.glacier.on': 'to Glacier after {days, plural, one {# day} other {# days}}',
  'wizard.storage.old.glacier.off': 'no Glacier',
  'wizard.storage.old.glacierDays': 'To Glacier after',
  'wizard.storage.help.private': 'Who can see the files?',
  'wizard.storage.help.private.text':
    'Nobody outside your account. The bucket is encrypted, closed to the public, and takes encrypted connections only.',
  'wizard.storage.help.name': 'Why must it be unique?',
  'wizard.storage.help.name.text':
    'All customers of AWS share one list of names. Nobody sees into your bucket because of that.',
  'wizard.storage.help.infrequent': 'When does it pay?',
  'wizard.storage.help.infrequent.text':
    'For files that are read less than once a month. Each read costs a little, and a file is billed for 30 days at least.',
  'wizard.storage.help.infrequentDays': 'From when on?',
  'wizard.storage.help.infrequentDays.text':
    'From the day on which a file was put in. AWS moves it by itself; its name and its place stay.',
  'wizard.storage.help.glacier': 'Can they still be read?',
  'wizard.storage.help.glacier.text':
    'Yes, at once. Each read costs more, and a file is billed for 90 days at least.',
  'wizard.storage.help.glacierDays': 'Which number is right?',
  'wizard.storage.help.glacierDays.text':
    'So many days that nobody looks at the files any more, half a year for instance.',
  'wizard.storage.problem.name':
    'The name of the bucket must be 3 to 63 small letters, digits and hyphens, with a letter or digit first and last.',
  'wizard.storage.problem.reserved': 'AWS keeps this name of a bucket for itself. Choose another.',
  'wizard.storage.problem.days':
    'The days must be a whole number up to 3,650; AWS moves to Infrequent Access after 30 at the earliest.',
  'wizard.storage.problem.order':
    'To Glacier after: AWS wants at least 30 days in Infrequent Access before. Choose more days.',

  'wizard.foundation.goal': 'Prepare this account',
  'wizard.foundation.cardNote': 'free · once per account and region · 2 minutes',
  'wizard.foundation.basics': 'Basics',
  'wizard.foundation.email': 'Who gets alerts by e-mail?',
  'wizard.foundation.email.hint': 'AWS sends one e-mail to confirm. Empty for nobody.',
  'wizard.foundation.help.what': 'What is made?',
  'wizard.foundation.help.what.text':
    'Three things that cost nothing: the roles that Millwright works with, the limit that no role can go beyond, and a list for alerts.',
  'wizard.foundation.help.email': 'What is sent?',
  'wizard.foundation.help.email.text':
    'Alerts from your own account only. AWS asks the person first, and sends nothing until they agree.',
  'wizard.foundation.problem.email': 'Who gets alerts: this is not an e-mail address.',
} as const;
