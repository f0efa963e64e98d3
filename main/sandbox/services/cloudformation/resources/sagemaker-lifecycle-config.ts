/**
 * AWS::SageMaker::NotebookInstanceLifecycleConfig,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sagemaker-notebookinstancelifecycleconfig.html
 */
import type { Json, JsonObject } from '../template/types.ts';
import type { Made, ResourceType, Work } from './types.ts';
import { objects, present } from './values.ts';

const GONE = ['RecordNotFound', 'does not exist'];
const named = (w: Work) => ({ NotebookInstanceLifecycleConfigName: w.name });

const hooks = (p: JsonObject) => ({ OnCreate: objects(p, 'OnCreate'), OnStart: objects(p, 'OnStart') });

const made = (arn: string, name: string): Made => ({
  physicalId: arn,
  attributes: { NotebookInstanceLifecycleConfigName: name },
});

interface Described {
  NotebookInstanceLifecycleConfigArn: string;
  OnCreate?: Json;
  OnStart?: Json;
}

export const lifecycleConfig: ResourceType = {
  type: 'AWS::SageMaker::NotebookInstanceLifecycleConfig',
  service: 'AmazonSageMaker',
  legacy: true,
  properties: {
    NotebookInstanceLifecycleConfigName: { createOnly: true },
    OnCreate: {},
    OnStart: {},
    Tags: { notModelled: true },
  },
  attributes: ['NotebookInstanceLifecycleConfigName'],
  name: { property: 'NotebookInstanceLifecycleConfigName', max: 63, end: 'mixed' },
  seconds: 2,
  async create(w) {
    const answer = await w.call<Described>('sagemaker', 'CreateNotebookInstanceLifecycleConfig', {
      ...named(w),
      ...present(hooks(w.properties)),
    });
    return made(answer.NotebookInstanceLifecycleConfigArn, w.name);
  },
  async update(w) {
    const { OnCreate = [], OnStart = [] } = hooks(w.properties);
    await w.call('sagemaker', 'UpdateNotebookInstanceLifecycleConfig', { ...named(w), OnCreate, OnStart });
    return true;
  },
  async remove(w) {
    await w.find('sagemaker', 'DeleteNotebookInstanceLifecycleConfig', named(w), GONE);
    return true;
  },
  async read(w) {
    const found = await w.find<Described>(
      'sagemaker',
      'DescribeNotebookInstanceLifecycleConfig',
      named(w),
      GONE,
    );
    if (!found) return undefined;
    const contents = (list: Json | undefined) =>
      list === undefined
        ? undefined
        : (list as JsonObject[]).map(({ Content }) => ({ Content: Content ?? '' }));
    return {
      properties: present({
        NotebookInstanceLifecycleConfigName: w.name,
        OnCreate: contents(found.OnCreate),
        OnStart: contents(found.OnStart),
      }),
      made: made(found.NotebookInstanceLifecycleConfigArn, w.name),
    };
  },
};
