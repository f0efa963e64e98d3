/** Images of trainings: which one, how it is built, and why a build failed. */
export const trainingImages = {
  'wizard.gpu-training.image.tensorflow': 'TensorFlow 2.21',
  'wizard.gpu-training.image.tensorflow.for': 'From AWS, which looks after it until July 2027.',
  'wizard.gpu-training.image.pytorch': 'PyTorch 2.14',
  'wizard.gpu-training.image.pytorch.for': 'From AWS, which looks after it until September 2027.',
  'wizard.gpu-training.image.build': 'Build from my folder',
  'wizard.gpu-training.image.build.for':
    'AWS builds it from the folder, with the packages that it lists. No Docker on this computer.',
  'wizard.gpu-training.image.own': 'From your registry: {name}',
  'wizard.gpu-training.image.own.for': '{size}, put there {pushed}.',
  'wizard.gpu-training.image.registry': 'From your registry',
  'wizard.gpu-training.image.registry.empty': 'Your registry holds no image in this region yet.',
  'wizard.gpu-training.image.registry.more':
    'There are more than are shown here. Choose “Another image” and give the address.',
  'wizard.gpu-training.image.base': 'What shall the image be built on?',
  'wizard.gpu-training.image.base.hint':
    'Only where the folder has no Dockerfile. Your packages come on top: name them in requirements.txt.',
  'wizard.gpu-training.image.folder': 'Which folder is the image built from?',
  'wizard.gpu-training.image.folder.hint':
    'Leave it empty for the folder with the program. A Dockerfile at its top is used as it is.',
  'wizard.gpu-training.help.base': 'What is a Dockerfile?',
  'wizard.gpu-training.help.base.text':
    'A list of the steps that make an image. If you have none, Millwright writes one and shows every line of it before anything is done.',
  'wizard.gpu-training.help.imageFolder': 'Why another folder?',
  'wizard.gpu-training.help.imageFolder.text':
    'Some keep the Dockerfile and the list of packages apart from the program. Most do not: then leave it empty.',
  'wizard.gpu-training.problem.base': 'Choose what the image is built on.',
  'wizard.gpu-training.problem.imageFolder':
    'The image is built from a folder: pick one, or name one such as s3://bucket/folder/.',

  'thing.CodeBuild.Project': 'Builder of images',
  'thing.ECR.Repository': 'Registry for images',

  'plan.training.upload.image':
    'Put the folder for the image into the bucket {bucket}: {count, plural, one {# file} other {# files}}, {size}.',
  'plan.training.dockerfile': 'Write a Dockerfile, because the folder has none: {address}.',
  'plan.training.dockerfile.note': '{text}',
  'plan.training.image.make':
    'Make a private registry for the image, {repository}. It keeps the newest {keep, plural, one {image} other {# images}}.',
  'plan.training.image.make.note': 'Encrypted. Empty it is free; images are billed by the GB.',
  'plan.training.image.role':
    'Make a builder with a role that reads {folder}, puts images into {repository}, and nothing else.',
  'plan.training.image.role.note': 'Free while it does not build. Its log is kept for 90 days.',
  'plan.training.image.change': 'Let the builder of the image read {folder}.',
  'plan.training.image.build': 'Build the image from {folder} and put it into {repository}.',
  'plan.training.image.build.note':
    'Usually 5 to 20 minutes. AWS ends it after {minutes, plural, one {# minute} other {# minutes}}. The training starts only with a good image.',
  'plan.training.image.ends':
    'AWS ends the build of the image after {minutes, plural, one {# minute} other {# minutes}}.',
  'plan.training.image.undo':
    'Remove the image: delete the stack {name} on the page of stacks. All its images go with it; they can be built again.',
  'plan.training.image.stays': 'The image stays in your registry, and is billed, until you remove it.',
  'plan.training.image.assume':
    'Counted: a build of {minutes, plural, one {# minute} other {# minutes}}, at worst {most}, and an image of {gb} GB. Both are guesses: AWS bills what it really is.',
  'plan.training.image.busy': 'AWS is just working on {name}. Wait until it is ready.',
  'plan.training.image.stuck': '{name} is stuck. Mend or remove it first.',
  'plan.training.image.foreign':
    'There is a stack called {name} that was not made for a training. Choose another name.',
  'plan.training.image.unread':
    'The folder {folder} could not be read, so nobody knows what the image is built from. Check the address and your rights.',
  'plan.training.image.empty': 'There is nothing in {folder} that an image could be built from.',
  'plan.training.image.old':
    'AWS no longer looks after the image that you chose: it gets no more repairs. It still works.',
  'plan.training.image.unlooked':
    'Nobody has looked into the folder yet. If it has no Dockerfile, one is written, and the plan will show it.',
  'plan.training.cost.build': 'Building the image, {minutes, plural, one {# minute} other {about # minutes}}',
  'plan.training.cost.image': 'Image in your registry, about {gb} GB',
  'plan.notChecked.image-source': 'Not checked: what is in the folder of the image.',
  'plan.moved.image-source': 'The folder of the image has changed since the plan was made.',

  'plan.export.notBuilt': 'The image was not built. Its log is in CloudWatch Logs, under /millwright/image/.',

  'apply.building': '{phase}{line, select, none {} other { {line}}}',
  'apply.building.SUBMITTED': 'AWS has the order to build.',
  'apply.building.QUEUED': 'The build waits for its turn.',
  'apply.building.PROVISIONING': 'AWS prepares a machine for the build.',
  'apply.building.DOWNLOAD_SOURCE': 'Fetching your folder.',
  'apply.building.PRE_BUILD': 'Getting ready.',
  'apply.building.BUILD': 'Building the image.',
  'apply.building.POST_BUILD': 'Putting the image into your registry.',
  'apply.building.FINALIZING': 'Finishing.',
  'apply.building.other': 'The build goes on.',

  'error.image.notBuilt.says':
    '{why, select, none {The image was not built.} other {The image was not built. {why}}}',
  'error.image.notBuilt.mend': '{mend, select, none {See what AWS says and try again.} other {{mend}}}',

  'build.why.time.says': 'It took longer than the time limit.',
  'build.why.time.mend':
    'Try again: a second build is often quicker. If not, take packages out of requirements.txt.',
  'build.why.stopped.says': 'Somebody stopped the build.',
  'build.why.stopped.mend': 'Try again when it may run.',
  'build.why.fault.says': 'AWS CodeBuild itself failed. Your folder is not the cause.',
  'build.why.fault.mend': 'Try again.',
  'build.why.log.says': 'The builder may not write its log.',
  'build.why.log.mend':
    'The role of the builder was changed. Delete its stack on the page of stacks and make a new plan.',
  'build.why.folder.says': 'AWS could not read the folder{said, select, none {.} other {: {said}}}',
  'build.why.folder.mend': 'See whether the folder is still in its bucket. Then make a new plan.',
  'build.why.no-dockerfile.says': 'The folder has no {file}.',
  'build.why.no-dockerfile.mend':
    'Make a new plan: a Dockerfile is written where there is none. One of your own lies at the top of the folder.',
  'build.why.typo.says': 'Line {line} of the Dockerfile cannot be read: {error}',
  'build.why.typo.mend': 'Mend line {line}, pick the folder again and make a new plan.',
  'build.why.empty.says': 'The Dockerfile is empty.',
  'build.why.empty.mend': 'Fill it, or delete it: then Millwright writes one. Make a new plan.',
  'build.why.file.says':
    '{line, select, none {The Dockerfile} other {Line {line} of the Dockerfile}} copies {file}, and the folder has no such file.',
  'build.why.file.mend': 'Put the file into the folder, or take the line out. Then make a new plan.',
  'build.why.package.says': 'There is no package {package} that fits.',
  'build.why.package.mend': 'Check its name and version in requirements.txt. Then make a new plan.',
  'build.why.disk.says': 'The disk of the builder is full: the image is too large.',
  'build.why.disk.mend': 'Take large files out of the folder; data is not part of an image. Make a new plan.',
  'build.why.too-often.says': 'The place of the base image gives it out only so many times an hour.',
  'build.why.too-often.mend': 'Try again in an hour.',
  'build.why.base-missing.says': 'The Dockerfile begins with {image}, and there is no such image.',
  'build.why.base-missing.mend': 'Check the line FROM. Then make a new plan.',
  'build.why.base-refused.says': 'The Dockerfile begins with {image}, and its registry does not give it out.',
  'build.why.base-refused.mend':
    'Begin with an image of public.ecr.aws or of your own registry. Then make a new plan.',
  'build.why.command.says':
    '{line, select, none {A step} other {Line {line} of the Dockerfile}} ended with code {code}: {command}',
  'build.why.command.mend':
    'The last lines of the log say why. Mend that line, pick the folder again and make a new plan.',
  'build.why.push.says': 'The image was built, but the builder may not put it into the registry.',
  'build.why.push.mend':
    'The role of the builder was changed, or the registry is gone. Delete the stack of the image and make a new plan.',
  'build.why.other.says': '{said, select, none {AWS names no reason.} other {The last that it said: {said}}}',
  'build.why.other.mend':
    'Look at the last lines of the log. Try again, or change the folder and make a new plan.',
} as const;
