import Wizard from '@cloudscape-design/components/wizard';
import { useRef, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Station } from '../../preload/contract/wizard.ts';
import { stations } from '../../preload/contract/plain.ts';
import { useHeadingFocus } from '../app/heading-focus.ts';
import { useSay } from '../i18n/use-say.ts';
import type { WizardStore } from './wizard-store.ts';

/** The eight stations; only the one on screen has content. */
export function Frame({
  station,
  store,
  onStation,
  actions,
  aside,
  description,
  children,
}: {
  station: Station;
  store: WizardStore;
  onStation: (station: Station) => void;
  actions: ReactNode;
  /** At the left of the actions. */
  aside?: ReactNode;
  /** Under the heading of the station on screen, instead of its usual line. */
  description?: string | undefined;
  children: ReactNode;
}) {
  const { t, says } = useSay();
  const { session } = useStore(store);
  const place = useRef<HTMLDivElement>(null);
  // From the check on, a station follows one whose button is gone.
  useHeadingFocus(place, stations.indexOf(station) >= stations.indexOf('preflight'));
  const steps = stations.map((name) => {
    const own = session?.description.steps.find((step) => step.station === name)?.description;
    return {
      title: t(`window.station.${name}`),
      description:
        name === station && description !== undefined
          ? description
          : own === undefined
            ? t(`window.station.${name}.says`)
            : says(own),
      content: name === station ? children : null,
    };
  });
  return (
    <div className="mw-wizard" ref={place}>
      <Wizard
        steps={steps}
        activeStepIndex={stations.indexOf(station)}
        i18nStrings={{
          stepNumberLabel: (number) => t('window.station.number', { number }),
          collapsedStepsLabel: (number, all) => t('window.station.of', { number, all }),
          navigationAriaLabel: t('window.station.all'),
          cancelButton: t('window.wizard.leave'),
          previousButton: t('window.wizard.back'),
          nextButton: t('window.wizard.nextPlain'),
        }}
        customPrimaryActions={<div className="mw-actions-end">{actions}</div>}
        secondaryActions={aside}
        onNavigate={({ detail }) => {
          const requested = stations[detail.requestedStepIndex];
          if (requested !== undefined) onStation(requested);
        }}
      />
    </div>
  );
}
