import type { ComponentType } from 'react';
import type { Control } from '../../../preload/contract/wizard.ts';
import { CardsControl } from './cards.tsx';
import { FileControl } from './file.tsx';
import { FilesControl } from './files.tsx';
import { ChooseOrCreateControl, SelectControl, TimeZoneControl } from './lists.tsx';
import { NumberControl, TextControl, TimeControl, ToggleControl } from './simple.tsx';
import type { ControlProps } from './types.ts';

/** Closed: a wizard can ask for these and nothing else. */
const registry: { [T in Control['type']]: ComponentType<ControlProps<T>> } = {
  text: TextControl,
  number: NumberControl,
  cards: CardsControl,
  select: SelectControl,
  'choose-or-create': ChooseOrCreateControl,
  file: FileControl,
  files: FilesControl,
  toggle: ToggleControl,
  time: TimeControl,
  'time-zone': TimeZoneControl,
};

export function AnyControl(props: ControlProps) {
  // The type of the control and its component are of the same row of the registry, which TypeScript cannot follow.
  const Chosen = registry[props.control.type] as ComponentType<ControlProps>;
  return <Chosen {...props} />;
}
