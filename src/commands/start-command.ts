import type { FundDatabase } from '../database';
import type { Language } from '../errors';
import type { Config } from '../platform/config';
import { serve } from '../service';
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
    comma: '，',
    stopping: '正在停止。',
  },
} as const satisfies Record<Language, unknown>;

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
  const service = await serve(config, database);
  if (!service.seals) print(SEALING_IS_OFF[config.language]);
  print(words.serving(service.url));
  await stopped;
  print(words.stopping);
  await service.stop();
  return allWell;
}
