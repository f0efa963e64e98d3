import { describe, expect, it } from 'vitest';
import type { Message } from '../../preload/contract/message.ts';
import type { Field } from '../../preload/contract/wizard.ts';
import { wizards } from '../../main/wizards/index.ts';
import { languages, say, words } from '../../words/index.ts';
import { explained, glossaries } from '../../words/explain.ts';
import { shows } from '../status/shows.ts';

const when = { timeZone: 'UTC', now: 0 };

/** Fields without help, and help that is empty, missing or the same as the line under the field. */
function helpless(fields: readonly Field[]): string[] {
  const said = (message: Message) =>
    languages.map((language) => (message.key in words[language] ? say(language, message, when).trim() : ''));
  return fields
    .filter(({ help = [], hint }) => {
      const texts = help.flatMap(({ title, text }) => [...said(title), ...said(text)]);
      const hints = hint === undefined ? [] : said(hint);
      return texts.length === 0 || texts.some((text) => text === '' || hints.includes(text));
    })
    .map(({ path }) => path);
}

const fieldsOf = (id: string) =>
  wizards
    .filter((wizard) => wizard.id === id)
    .flatMap(({ description }) => description.steps.flatMap(({ fields }) => fields));

describe('the help beside the fields', () => {
  it.each(wizards.map(({ id }) => id))(
    'of %s is there for each, in both languages' + shows('done-when:3.1/help'),
    (id) => {
      expect(fieldsOf(id).length).toBeGreaterThan(0);
      expect(helpless(fieldsOf(id))).toEqual([]);
    },
  );

  it('is missed where it is not written', () => {
    const [field] = fieldsOf('storage');
    if (field?.hint === undefined) throw new Error('no field');
    const { help: _, ...bare } = field;
    const unsaid = { key: 'wizard.storage.help.nobody-wrote-this' };
    expect(helpless([bare])).toEqual(['name']);
    expect(helpless([{ ...field, help: [{ title: unsaid, text: unsaid }] }])).toEqual(['name']);
    expect(helpless([{ ...field, help: [{ title: field.label, text: field.hint }] }])).toEqual(['name']);
  });
});

describe('the glossary', () => {
  it('has the same terms in both languages, each with a meaning', () => {
    expect(Object.keys(glossaries['zh-CN'])).toEqual(Object.keys(glossaries.en));
    for (const language of languages)
      for (const { forms, says } of Object.values(glossaries[language])) {
        expect(forms.length).toBeGreaterThan(0);
        expect(says.length).toBeGreaterThan(5);
      }
  });

  it('explains a term once, where it is first met, and no part of a name', () => {
    const parts = explained('en', ['Roles of millwright-role-1 open a bucket.', 'The bucket is in S3.']);
    expect(parts).toEqual([
      [
        { term: 'Roles', says: glossaries.en.role.says },
        ' of millwright-role-1 open a ',
        { term: 'bucket', says: glossaries.en.bucket.says },
        '.',
      ],
      ['The bucket is in ', { term: 'S3', says: glossaries.en.s3.says }, '.'],
    ]);
  });

  it('finds Chinese terms, which have no spaces around them', () => {
    expect(explained('zh-CN', ['新建一个角色，只能读写存储桶。'])).toEqual([
      [
        '新建一个',
        { term: '角色', says: glossaries['zh-CN'].role.says },
        '，只能读写',
        { term: '存储桶', says: glossaries['zh-CN'].bucket.says },
        '。',
      ],
    ]);
  });
});
