import { useState, type ReactNode } from 'react';
import { sizeText } from '../../../words/index.ts';
import { Words } from '../../i18n/words.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { Code } from '../../plan/technical-form.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts, type Fact } from '../../ui/facts.tsx';
import { FormSwitch, type Form } from '../../ui/form-switch.tsx';
import { Unknown } from '../../ui/money.tsx';
import { Place } from './place.tsx';
import type { Job } from './timeline-spans.ts';

const mebibyte = 2 ** 20;

/** What the job asks for and was given, in words; beside it as AWS names it. */
export function Configuration({ job }: { job: Job }) {
  const { t, duration, region } = useSay();
  const [form, setForm] = useState<Form>('words');
  const { machine } = job;
  const told = (value: ReactNode) => (value === null ? <Unknown /> : value);
  const facts: Fact[] = [
    [t('window.column.kind'), t(`job.kind.${job.kind}`)],
    [t('window.column.queue'), job.queue ?? t('window.none')],
    [t('window.column.region'), region(job.region)],
    [t('window.job.image'), told(job.image)],
    [t('window.job.gpus'), told(machine.gpus)],
    [t('window.job.processors'), told(machine.vcpus)],
    [t('window.job.memory'), told(machine.memoryMb === null ? null : sizeText(machine.memoryMb * mebibyte))],
    ...(machine.instanceType === null
      ? []
      : ([[t('window.job.machine'), machine.instanceType]] satisfies Fact[])),
    [t('window.job.triesAllowed'), job.attemptsAllowed ?? 1],
    [t('window.job.limit'), job.attemptSeconds === null ? t('window.none') : duration(job.attemptSeconds)],
    [t('window.job.logPlace'), job.log.group],
  ];
  return (
    <Card title={t('window.tab.configuration')} aside={<FormSwitch form={form} onForm={setForm} />}>
      {form === 'technical' ? (
        <Code value={job.technicalForm} />
      ) : (
        <div className="mw-stack-l">
          <Facts facts={facts} />
          {job.environment.length > 0 && <Given job={job} />}
        </div>
      )}
    </Card>
  );
}

function Given({ job }: { job: Job }) {
  const { t } = useSay();
  return (
    <section>
      <h3 className="mw-h3">{t('window.job.given')}</h3>
      <dl className="mw-facts mw-given">
        {job.environment.map(({ name, value, says }) => (
          <div key={name}>
            <dt>
              {says === null ? '' : <Words of={says} />} <span className="mw-code">{name}</span>
            </dt>
            <dd>
              <Place of={value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
