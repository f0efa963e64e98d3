/** AWS 的名词解释。和其他文字分开：要解释名词的页面打开时才读取。`forms` 是句子里的写法，长的在前。 */
export const glossary = {
  accessPolicy: { forms: ['策略'], says: '一份清单，写明在账户里允许做什么、不允许做什么。' },
  arn: { forms: ['ARN'], says: 'AWS 里某样东西的全名，全世界不会重复。' },
  bucket: { forms: ['存储桶'], says: 'S3 里的私有文件夹，按存放的内容计费。' },
  cloudFormation: { forms: ['CloudFormation'], says: 'AWS 的一项服务，把几样东西一起创建，也能一起删除。' },
  eventBridge: {
    forms: ['EventBridge Scheduler', 'EventBridge'],
    says: 'AWS 的闹钟，关掉您的电脑也照样工作。',
  },
  git: { forms: ['Git'], says: '保存代码文件夹每个版本的程序。' },
  glacier: { forms: ['Glacier'], says: 'S3 里存放旧文件的便宜地方，适合很少读取的文件。' },
  gpu: { forms: ['GPU'], says: '训练模型很快的芯片，每小时的费用也更高。' },
  infrequent: { forms: ['不频繁访问存储'], says: 'S3 的一种存储，存放更便宜，读取更贵。' },
  jupyter: { forms: ['JupyterLab', 'Jupyter'], says: '在浏览器里编写和运行代码的页面。' },
  region: { forms: ['区域'], says: 'AWS 机房所在的地方，各地价格不同。' },
  role: { forms: ['角色'], says: '机器或服务工作时使用的一组权限，代替密码。' },
  s3: { forms: ['S3'], says: 'AWS 存放文件的服务。' },
  sageMaker: { forms: ['SageMaker'], says: 'AWS 的机器学习服务，笔记本实例就在里面运行。' },
  stack: { forms: ['堆栈'], says: '由 CloudFormation 一起创建、一起删除的一组东西。' },
  subnet: { forms: ['子网'], says: '网络的一部分，决定里面的机器能访问什么。' },
} as const;
