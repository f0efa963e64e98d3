/**
 * People who never were, made by Millwright: 15 columns without a header in the shape of the public census income data
 * (UCI Adult). Who earns more follows from age, schooling, hours, family and gains alone, with chance on top.
 */
import { numbersFrom } from './random.ts';

const works = ['Private', 'Self-emp-not-inc', 'Local-gov', 'State-gov', 'Federal-gov'];
const schools = ['9th', 'HS-grad', 'Some-college', 'Assoc-acdm', 'Bachelors', 'Masters', 'Doctorate'];
const schoolYears = [5, 9, 10, 12, 13, 14, 16];
const families = ['Never-married', 'Married-civ-spouse', 'Divorced', 'Widowed'];
const jobs = ['Craft-repair', 'Sales', 'Adm-clerical', 'Exec-managerial', 'Prof-specialty', 'Other-service'];
const relations = ['Not-in-family', 'Husband', 'Wife', 'Own-child', 'Unmarried'];
const groups = ['Group-1', 'Group-2', 'Group-3'];
const countries = ['United-States', 'Mexico', 'Canada', 'Germany', 'India'];

/** Lines of a CSV file; the same seed makes the same people. */
export function censusCsv(rows: number, seed: number): string {
  const next = numbersFrom(seed);
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const one = (values: readonly string[]) => values[whole(0, values.length - 1)] ?? '';
  const person = () => {
    const age = whole(17, 80);
    const school = whole(0, schools.length - 1);
    const family = whole(0, families.length - 1);
    const hours = whole(10, 70);
    const gain = next() < 0.08 ? whole(1000, 15_000) : 0;
    const years = schoolYears[school] ?? 0;
    const married = family === 1 ? 1.9 : 0;
    const sum =
      0.04 * (Math.min(age, 55) - 38) +
      0.38 * (years - 11) +
      0.05 * (hours - 40) +
      gain / 4000 +
      married -
      1.7;
    const earnsMore = next() < 1 / (1 + Math.exp(-1.6 * sum)) ? 1 : 0;
    return [age, one(works), whole(20_000, 400_000), schools[school], years, families[family], one(jobs)]
      .concat([one(relations), one(groups), one(['Male', 'Female']), gain, 0, hours, one(countries)])
      .concat(earnsMore);
  };
  return Array.from({ length: rows }, () => `${person().join(',')}\n`).join('');
}
