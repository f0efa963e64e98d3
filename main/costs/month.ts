export { hoursInMonth } from '../../preload/contract/plan.ts';
