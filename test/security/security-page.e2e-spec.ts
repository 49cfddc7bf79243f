import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..', '..');
const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

/** A row of the page's tables of requirements. */
const REQUIREMENT =
  /^\| (?<id>\d+\.\d+\.\d+) +\| (?<level>[12]) +\| .+? +\| (?<verdict>met: test|met: reading|not met|not applicable) +\| (?<where>.+?) +\|$/;
const COUNTS =
  /^Of (\d+) requirements (\d+) apply: (\d+) met by an automated test, (\d+) by a setting or by reading, (\d+) not met\. (\d+) are not applicable\.$/m;
/** Files that the page names. */
const FILE = /`(?<path>[\w@][\w@./-]*\.(?:ts|tsx|mjs|cjs|md|json|csv))`/g;
/** A test that the page names, with its title. */
const TITLED = /`(?<path>[\w./-]+spec\.ts)` “(?<title>[^”]+)”/g;

interface Requirement {
  readonly id: string;
  readonly level: string;
  readonly verdict: string;
  readonly where: string;
}

describe('the page on security', () => {
  const page = read('docs/security.md');
  const requirements = page.split('\n').flatMap((line): Requirement[] => {
    const groups = REQUIREMENT.exec(line)?.groups;
    return groups === undefined ? [] : [groups as unknown as Requirement];
  });

  it('names files that are there', () => {
    const paths = [...page.matchAll(FILE)].map(({ groups }) => groups?.['path'] ?? '');
    expect(paths.length).toBeGreaterThan(100);
    expect(paths.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
  });

  it('names tests by titles that they have', () => {
    const titles = [...page.matchAll(TITLED)].map(({ groups }) => groups ?? {});
    expect(titles.length).toBeGreaterThan(50);
    const missing = titles.filter(({ path = '', title = '' }) => !read(path).includes(title));
    expect(missing).toEqual([]);
  });

  it('shows what is met by a titled test, or by a file', () => {
    const unshown = requirements.filter(
      ({ verdict, where }) =>
        (verdict === 'met: test' && where.search(TITLED) < 0) ||
        (verdict === 'met: reading' && where.search(FILE) < 0),
    );
    expect(unshown).toEqual([]);
  });

  it('tells of 23 threats', () => {
    const threats = /\n## Threats\n(.*?)\n## /s.exec(page)?.[1] ?? '';
    const numbers = [...threats.matchAll(/^\| (\d+) +\|/gm)].map(([, number]) => number);
    expect(numbers).toEqual(Array.from({ length: 23 }, (_, index) => String(index + 1)));
  });

  it('has every requirement of ASVS 5.0.0, levels 1 and 2, once', () => {
    const listed = read('test/security/asvs-5.0.0-l2.csv').trim().split('\n').slice(1);
    expect(listed).toHaveLength(253);
    expect(requirements.map(({ id, level }) => `${id},${level}`)).toEqual(listed);
  });

  it('counts them right', () => {
    const of = (...verdicts: readonly string[]): number =>
      requirements.filter(({ verdict }) => verdicts.includes(verdict)).length;
    const counted = [
      requirements.length,
      requirements.length - of('not applicable'),
      of('met: test'),
      of('met: reading'),
      of('not met'),
      of('not applicable'),
    ];
    expect(COUNTS.exec(page)?.slice(1)).toEqual(counted.map(String));
  });
});
