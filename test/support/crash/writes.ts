/** The calls that change AWS, as they stand in the product's sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isWrite } from './forks.ts';

export interface WrittenCall {
  /** `service:Operation`. */
  call: string;
  /** `main/stacks/delete.ts:74`. */
  where: string;
}

const textOf = (node: ts.Node | undefined): string | undefined =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;

/** A member of an object literal, if it is a plain text. */
function member(node: ts.ObjectLiteralExpression, name: string): string | undefined {
  const property = node.properties.find((one) => one.name !== undefined && one.name.getText() === name);
  return property !== undefined && ts.isPropertyAssignment(property)
    ? textOf(property.initializer)
    : undefined;
}

/**
 * `aws.call('service', 'Operation', ...)` and `pages`, changes of plans (`{service, operation}`, or made by
 * `notebookCall`), and `service:Operation` as the key of a table of what undoes what.
 */
export function writesIn(file: string, text: string): WrittenCall[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: WrittenCall[] = [];
  const add = (node: ts.Node, service: string | undefined, operation: string | undefined) => {
    if (service === undefined || operation === undefined || !isWrite(service, operation)) return;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push({ call: `${service}:${operation}`, where: `${file}:${line + 1}` });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [first, second] = node.arguments;
      const called = ts.isPropertyAccessExpression(node.expression)
        ? node.expression.name.text
        : node.expression.getText(source);
      if (called === 'call' || called === 'pages') add(node, textOf(first), textOf(second));
      if (called === 'notebookCall') add(node, 'sagemaker', textOf(first));
    }
    if (ts.isObjectLiteralExpression(node)) {
      const inverse = ts.isPropertyAssignment(node.parent) ? textOf(node.parent.name) : undefined;
      add(node, member(node, 'service') ?? inverse?.split(':')[0], member(node, 'operation'));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** All of `main/` but the account inside the program, which is AWS and not a client of it. */
export function writesOfProduct(): WrittenCall[] {
  const files = readdirSync('main', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('sandbox'))
    .map((file) => join('main', file));
  return files.flatMap((file) => writesIn(file, readFileSync(file, 'utf8')));
}
