import type { FundDatabase } from '../database';
import type { Language } from '../errors';
import type { Config } from '../platform/config';
import { enterSandboxPeople, prepareSetUp } from '../identity';
import { today } from '../platform/database/today';
import { serve } from '../service';
import { DOCUMENTS_ARE_AWAY } from './documents-are-away';
import { replayExamples } from './example-cases';
import { SEALING_IS_OFF } from './sealing-is-off';
import { untilStopped } from './until-stopped';

const WORDS = {
  en: {
    embedded: (place: string) => `Embedded PostgreSQL, data in ${place}`,
    own: (place: string) => `PostgreSQL at ${place}`,
    examples: 'Example cases, each in a sandbox book of its own:',
    asExpected: 'statement as expected',
    differs: 'STATEMENT DIFFERS',
    balanced: 'trial balance zero',
    unbalanced: 'TRIAL BALANCE NOT ZERO',
    serving: (url: string) => `Serving on ${url} (Ctrl-C stops)`,
    setUp: (url: string) => `Not set up yet. This link works once, for one day: ${url}`,
    comma: ', ',
    stopping: 'Stopping.',
  },
  zh: {
    embedded: (place: string) => `内置 PostgreSQL，数据位于 ${place}`,
    own: (place: string) => `PostgreSQL：${place}`,
    examples: '示例案件，各在一个沙箱账套中：',
    asExpected: '报表与预期一致',
    differs: '报表与预期不一致',
    balanced: '试算平衡',
    unbalanced: '试算不平衡',
    serving: (url: string) => `服务地址 ${url}（Ctrl-C 停止）`,
    setUp: (url: string) => `尚未进行初始设置。请打开此链接（一天内有效，只能使用一次）：${url}`,
    comma: '，',
    stopping: '正在停止。',
  },
} as const satisfies Record<Language, unknown>;

/** The plaintiff of the tutorial: the sandbox has one of its members. */
const EXAMPLE_ORGANIZATION = '51220000MJ00010109';

/**
 * Runs everything in one process until it is stopped: on the embedded database the example cases
 * first, then the service. With a database of the user's own nothing invented is loaded.
 *
 * @returns whether every example came out as it should
 */
export async function start(
  config: Config,
  database: FundDatabase,
  print: (line: string) => void,
): Promise<boolean> {
  const words = WORDS[config.language];
  const stopped = untilStopped();
  let allWell = true;
  print(database.embedded ? words.embedded(database.place) : words.own(database.place));
  if (database.embedded) {
    print(words.examples);
    for await (const { id, asExpected, balanced } of replayExamples(database)) {
      allWell &&= asExpected && balanced;
      const statement = asExpected ? words.asExpected : words.differs;
      print(
        `  ${id.padEnd(24)} ${statement}${words.comma}${balanced ? words.balanced : words.unbalanced}`,
      );
    }
  }
  const { dataSource } = database;
  if (database.embedded && config.sandbox) {
    await enterSandboxPeople(dataSource, EXAMPLE_ORGANIZATION, await today(dataSource.manager));
  }
  const service = await serve(config, database);
  if (!service.seals) print(SEALING_IS_OFF[config.language]);
  if (service.awayDocuments !== undefined) {
    print(DOCUMENTS_ARE_AWAY[config.language](service.awayDocuments));
  }
  print(words.serving(service.url));
  const setUpToken = await prepareSetUp(dataSource);
  if (setUpToken !== undefined) {
    print(words.setUp(`${config.publicUrl ?? service.url}/set-up#${setUpToken}`));
  }
  await stopped;
  print(words.stopping);
  await service.stop();
  return allWell;
}
