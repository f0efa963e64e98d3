/** Finds English that is left on a page which should be Chinese: in text, and in what only a screen reader or a pointer shows. */
import { expect, type Page } from '@playwright/test';

/** Names that are the same in every language. */
const names = [
  'Millwright', 'AWS', 'Amazon', 'S3', 'IAM', 'EC2', 'SNS', 'VPC', 'KMS', 'ARN', 'SageMaker', 'CloudFormation', 'EventBridge',
  'Scheduler', 'CloudWatch', 'Logs', 'STS', 'Pricing', 'Service', 'Quotas', 'JupyterLab', 'Jupyter', 'Git', 'GPU', 'CPU', 'vCPU',
  'GiB', 'GB', 'MB', 'KB', 'TB', 'kB', 'UTC', 'English', 'JSON', 'HTML', 'CLI', 'URL', 'HTTP', 'HTTPS', 'IMDS', 'Glacier', 'Standard', 'Apache', 'Batch', 'Spot', 'YAML', 'THIRD', 'PARTY', 'NOTICES', 'CSV',
]; // prettier-ignore

/** What stands between quotation marks of code: types, regions, names of things that the story made, addresses. */
const codes = [
  /https?:\/\/\S+/g,
  /arn:[\w:/.*-]+/g,
  /\b(?:ml\.\w+\.\w+|[a-z]{2}-[a-z]+-\d|notebook-al\d+-v\d+)\b/g,
  /[\w:]*::[\w:]*/g,
  /\b[a-z][\w-]*:[A-Za-z]+\b/g,
  // Calls, as AWS names them.
  /\b[A-Z][a-z]+[A-Z]\w+\b/g,
  /\bF\d{1,2}\b/g,
  /\b[0-9a-f]{4,}\b/g,
];

/** `own`: names that the story gave. */
export async function englishLeft(page: Page, own: readonly RegExp[]): Promise<string[]> {
  const found = await page.evaluate(() => {
    const said: string[] = [];
    // Code, logs and what AWS said are not translated, and stand apart as such.
    const apart = '.mw-code, code, pre, .mw-log, script, style, .mw-preview-table, [lang]:not(html)';
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const { parentElement: parent, textContent } = walk.currentNode;
      if (parent !== null && parent.closest(apart) === null) said.push(textContent ?? '');
    }
    for (const name of [
      'aria-label',
      'title',
      'placeholder',
      'alt',
      'aria-description',
      'aria-roledescription',
    ])
      for (const element of document.querySelectorAll(`body [${name}]`))
        if (element.closest(apart) === null) said.push(element.getAttribute(name) ?? '');
    said.push(document.title);
    return [...new Set(said.map((text) => text.trim()))];
  });
  const known = new Set(names.map((name) => name.toLowerCase()));
  return found.filter((text) => {
    const rest = [...own, ...codes].reduce((left, code) => left.replace(code, ' '), text);
    return (rest.match(/[A-Za-z]{2,}\d*/g) ?? []).some((word) => !known.has(word.toLowerCase()));
  });
}

/** Reads the page of an English story in Chinese, and gives it back in English. */
export async function leftInChinese(page: Page, own: readonly RegExp[]): Promise<string[]> {
  const read = (language: string): Promise<string[]> =>
    page.locator('.mw-top select').last().selectOption(language);
  await read('zh-CN');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  const left = await englishLeft(page, own);
  await read('en');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  return left;
}
