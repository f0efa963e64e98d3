/** Thrown wherever a program that was switched off would go on. */
export class Died extends Error {
  constructor() {
    super('This program was switched off.');
    this.name = 'Died';
  }
}
