/** As much of jsdom's types as is used here; the package brings none. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(
      html: string,
      options: { url: string; runScripts: 'outside-only'; pretendToBeVisual: boolean },
    );
    readonly window: Window & { eval(text: string): unknown; close(): void };
  }
}
