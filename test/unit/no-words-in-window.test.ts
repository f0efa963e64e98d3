import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** What a person would read: text between tags, and the attributes that are read aloud or shown. */
function wordsIn(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  );
  const found: string[] = [];
  const shown = /^(?:aria-label|ariaLabel|alt|title|label|placeholder|header|headerText|description|text)$/;
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) found.push(node.text.trim());
    if (
      ts.isJsxAttribute(node) &&
      shown.test(node.name.getText()) &&
      node.initializer !== undefined &&
      ts.isStringLiteral(node.initializer) &&
      /\p{L}/u.test(node.initializer.text)
    )
      found.push(node.initializer.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('the window', () => {
  const files = globSync('renderer/**/*.tsx');

  it('is found at all', () => {
    expect(files.length).toBeGreaterThan(30);
  });

  it.each(files)('%s says nothing outside of the word files', (file) => {
    expect(wordsIn(file)).toEqual([]);
  });
});
