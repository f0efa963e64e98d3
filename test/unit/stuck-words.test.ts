import { describe, expect, test } from 'vitest';
import { failure } from '../../main/failure.ts';
import { stuckFailure } from '../../main/stacks/failure-reason.ts';
import { healthOf, stackStates } from '../../main/stacks/states.ts';
import { languages, say } from '../../words/index.ts';

const now = { timeZone: 'UTC', now: 0 };
const stuck = Object.keys(stackStates).filter((state) => healthOf(state) === 'stuck');

describe('a stack that is stuck', () => {
  test.each(stuck)('says what %s means in words, in every language', (state) => {
    const { says } = stuckFailure('shop', state, failure('aws.stackFailed', { name: 'shop' })).error;
    for (const language of languages) {
      const told = say(language, says, now);
      expect(told).toContain('shop');
      expect(told).not.toMatch(/[A-Z]{3,}_|stack\.rests/);
    }
    const [english, chinese] = languages.map((language) => say(language, says, now));
    expect(english).not.toBe(chinese);
  });

  test('a state that no table knows is left out', () => {
    const { says } = stuckFailure('shop', 'NEW_STATE', failure('aws.stackFailed', { name: 'shop' })).error;
    expect(say('en', says, now)).not.toContain('NEW_STATE');
  });
});
