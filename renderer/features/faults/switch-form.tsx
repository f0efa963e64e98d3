import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import type { z } from 'zod';
import type { FaultKind, sandbox } from '../../../preload/contract/domains/sandbox.ts';
import { useApp } from '../../app/context.tsx';
import { useSay } from '../../i18n/use-say.ts';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { FaultList } from './fault-list.tsx';
import { serviceName } from './service-name.ts';
import { useChange } from './use-change.ts';

export type Services = z.output<typeof sandbox.faults.output>['services'];
type When = FaultKind['when'][number];

const every = '';
const often = ['1', '3', ''] as const;

/** Which fault, where, when and how often; one button switches it on. */
export function SwitchForm({ kinds, services }: { kinds: FaultKind[]; services: Services }) {
  const { api } = useApp();
  const { t } = useSay();
  const { busy, error, change } = useChange();
  const [fault, setFault] = useState(kinds[0]?.id ?? 'F1');
  const [service, setService] = useState(every);
  const [operation, setOperation] = useState(every);
  const [wanted, setWanted] = useState<When>('before');
  const [times, setTimes] = useState<string>('1');
  const [inside, setInside] = useState(false);
  const kind = kinds.find(({ id }) => id === fault);
  const moments = kind?.when ?? ['before'];
  const when = moments.includes(wanted) ? wanted : (moments[0] ?? 'before');
  const calls = services.find((one) => one.service === service)?.operations ?? [];
  const option = (value: string, label: string) => ({ value, label });
  const serviceOptions = [
    option(every, t('window.faults.everyService')),
    ...services.map((one) => option(one.service, serviceName(one, t))),
  ];
  const callOptions = [
    option(every, t('window.faults.everyCall')),
    ...calls.map((name) => option(name, name)),
  ];
  const switchOn = () =>
    change(() =>
      api.sandbox.switchOn({
        fault,
        service: service === every ? null : service,
        operation: operation === every ? null : operation,
        when,
        via: inside ? 'inside' : 'wire',
        times: times === '' ? null : Number(times),
      }),
    );
  return (
    <div className="mw-stack">
      <FaultList kinds={kinds} chosen={fault} onChoose={setFault} />
      <div className="mw-faults-fields">
        <FormField label={t('window.faults.service')}>
          <Select
            options={serviceOptions}
            selectedOption={serviceOptions.find(({ value }) => value === service) ?? null}
            filteringType="auto"
            onChange={({ detail }) => {
              setService(detail.selectedOption.value ?? every);
              setOperation(every);
            }}
          />
        </FormField>
        <FormField label={t('window.faults.call')}>
          <Select
            options={callOptions}
            selectedOption={callOptions.find(({ value }) => value === operation) ?? null}
            filteringType="auto"
            disabled={service === every}
            onChange={({ detail }) => setOperation(detail.selectedOption.value ?? every)}
          />
        </FormField>
        <ChoiceField
          label={t('window.faults.when')}
          selectedId={when}
          options={(['before', 'after'] as const).map((id) => ({
            id,
            text: t(`window.faults.when.${id}`),
            disabled: !moments.includes(id),
          }))}
          onChange={({ detail }) => setWanted(detail.selectedId === 'after' ? 'after' : 'before')}
        />
        <ChoiceField
          label={t('window.faults.often')}
          selectedId={times}
          options={often.map((id) => ({
            id,
            text: id === '' ? t('window.faults.untilOff') : t('window.faults.times', { count: Number(id) }),
          }))}
          onChange={({ detail }) => setTimes(detail.selectedId)}
        />
        <ChoiceField
          label={t('window.faults.whose')}
          selectedId={inside ? 'inside' : 'wire'}
          options={(['wire', 'inside'] as const).map((id) => ({
            id,
            text: t(`window.faults.via.${id}`),
          }))}
          onChange={({ detail }) => setInside(detail.selectedId === 'inside')}
        />
      </div>
      {error !== null && <Problem error={error} />}
      <div className="mw-actions-end">
        <Button variant="primary" loading={busy} disabled={kind?.where === 'client'} onClick={switchOn}>
          {t('window.faults.switchOn', { fault })}
        </Button>
      </div>
    </div>
  );
}
