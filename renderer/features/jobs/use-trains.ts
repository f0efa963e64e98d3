import { useStore } from 'zustand';
import { useApp } from '../../app/context.tsx';

/** The wizard by which a training is begun. */
export const trainingWizard = 'gpu-training';

/** Whether a training can be begun here: what cannot be begun is not offered. The list of pages asks for it. */
export function useTrains(): boolean {
  const { stores } = useApp();
  return useStore(stores.wizards).data?.some(({ id }) => id === trainingWizard) === true;
}
