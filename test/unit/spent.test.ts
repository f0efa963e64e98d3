import { describe, expect, it } from 'vitest';
import { gone, nothingSpent, observe, usdBetween } from '../../main/costs/spent.ts';

const at = (hour: number, day = 20) => new Date(Date.UTC(2026, 10, day, hour)).toISOString();
const running = (since: string) => ({
  since,
  hourly: [{ priceKey: 'sagemaker:notebook:ml.t3.medium', quantity: 1 }],
});
const stopped = (since: string) => ({ since, hourly: [] });

describe('what a thing has cost', () => {
  it('counts the hours that it runs, up to now', () => {
    const spent = observe(nothingSpent, running(at(9)), 0.05, at(9));
    expect(usdBetween(spent, null, at(13))).toBeCloseTo(0.2);
  });

  it('counts a span that ended while nobody looked, up to when AWS says it ended', () => {
    const spent = observe(observe(nothingSpent, running(at(9)), 0.05, at(9)), stopped(at(11)), 0, at(20));
    expect(usdBetween(spent, null, at(22))).toBeCloseTo(0.1);
  });

  it('counts only the part of today when it ran over midnight', () => {
    const spent = observe(nothingSpent, running(at(22, 19)), 0.05, at(22, 19));
    expect(usdBetween(spent, at(0), at(4))).toBeCloseTo(0.2);
  });

  it('keeps what a deleted thing cost today, and forgets it after two days', () => {
    const spent = observe(nothingSpent, running(at(9)), 0.05, at(9));
    const left = gone(spent, at(11));
    expect(left && usdBetween(left, at(0), at(12))).toBeCloseTo(0.1);
    expect(left && gone(left, at(12, 23))).toBeNull();
  });

  it('is unknown, never zero, when the price is', () => {
    const spent = observe(nothingSpent, running(at(9)), null, at(9));
    expect(usdBetween(spent, null, at(10))).toBeNull();
  });

  it('counts a new price from the moment that it is seen', () => {
    const spent = observe(observe(nothingSpent, running(at(9)), 0.05, at(9)), running(at(9)), 0.1, at(10));
    expect(usdBetween(spent, null, at(11))).toBeCloseTo(0.15);
  });
});
