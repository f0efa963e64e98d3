/** Pages that the sandbox account shows in the place of AWS's own. */
export const sandbox = {
  'sandbox.notebook.title': '{name}: sandbox notebook',
  'sandbox.notebook.note': 'It shows files and runs no code.',
  'sandbox.notebook.files': 'Files',
  'sandbox.notebook.pick.title': 'Pick a file',
  'sandbox.notebook.pick.text': 'The files of the bucket stand at the left. A table opens as a table.',
  'sandbox.notebook.bytes': '{size}',
  'sandbox.notebook.empty': 'This folder is empty.',
  'sandbox.notebook.more': 'Next page',
  'sandbox.notebook.cut': 'Only the beginning of this file is shown.',
  'sandbox.notebook.binary': 'This file is not text, so it is not shown.',
  'sandbox.notebook.rows': '{count, plural, one {# row} other {# rows}}',
  'sandbox.notebook.firstRows': 'The first {count, plural, one {row} other {# rows}}',
  'sandbox.notebook.noBucket':
    'This notebook names no bucket. Its tag millwright:bucket says which one is shown here.',
  'sandbox.notebook.refused': 'The role of the notebook {name} may not read this.',
  'sandbox.notebook.expired.title': 'This link no longer works',
  'sandbox.notebook.expired.text':
    'A link to a notebook is good for five minutes. Go back to Millwright and press Open.',
  'sandbox.notebook.unsigned.title': 'Open the notebook from Millwright',
  'sandbox.notebook.unsigned.text':
    'This address needs a link that Millwright asks for. Go back to it and press Open.',
  'sandbox.notebook.stopped.title': 'The notebook {name} is not running',
  'sandbox.notebook.stopped.text': 'Start it in Millwright, then press Open.',
  'sandbox.notebook.missing.title': 'There is no such page',
  'sandbox.notebook.missing.text': 'The sandbox notebook has its files and its dashboard, nothing else.',
  'sandbox.notebook.dashboard.title': 'Dashboard on port {port}',
  'sandbox.notebook.dashboard.text':
    'In AWS your dashboard shows here. The sandbox does not run your program, so there is only this page.',
  'sandbox.notebook.dashboard.none':
    'Nothing answers on port {port}. Make the notebook with this dashboard port to have a page here.',
} as const;
