import { type Command, Option } from 'commander';
import type { FundDatabase } from '../database';
import { readPublicKey } from '../ledger';
import type { Config } from '../platform/config';
import { openSealing, sealPublicKey } from '../sealing';
import { verifyStored } from './document-commands';
import { withProgress } from './progress';
import { addProveCommand } from './prove-cli';
import { verifyProofFile } from './prove-commands';
import { type LogChoice, seal, verify, verifyBundleFile, writeBundle } from './seal-commands';

interface VerifyOptions extends LogChoice {
  readonly bundle?: string;
  readonly proof?: string;
  readonly checkpoint?: string;
  readonly documents?: boolean;
  readonly key?: string;
}

const ONE_BOOK = (): Option => new Option('--book <book>', 'this book only');
const THE_TRAIL = (): Option => new Option('--audit', 'the audit trail only').conflicts('book');
const THE_DOCUMENTS = (): Option =>
  new Option('--documents', 'the stored documents only, each hashed anew').conflicts([
    ...['book', 'audit', 'bundle', 'checkpoint', 'key'],
  ]);

/** The commands of `npx fund` that seal books and check the seal. */
export function addSealCommands(
  fund: Command,
  config: Config,
  open: () => Promise<FundDatabase>,
  print: (line: string) => void,
): void {
  const inDatabase = async (work: (database: FundDatabase) => Promise<void>): Promise<void> => {
    const database = await open();
    try {
      await work(database);
    } finally {
      await database.close();
    }
  };

  fund
    .command('seal')
    .addOption(ONE_BOOK())
    .addOption(THE_TRAIL())
    .description('seal now what is posted or recorded and not sealed yet')
    .action((choice: LogChoice) =>
      inDatabase(async (database) => {
        const sealing = openSealing(config, database);
        await withProgress(async (progress) => {
          for await (const line of seal(database, sealing, choice, progress)) print(line);
        });
      }),
    );

  fund
    .command('verify')
    .addOption(ONE_BOOK())
    .addOption(THE_TRAIL())
    .addOption(THE_DOCUMENTS())
    .option('--checkpoint <file>', 'a checkpoint that was kept outside')
    .option('--bundle <file>', 'check this bundle, without a database')
    .addOption(
      new Option('--proof <file>', 'check this proof, without a database').conflicts([
        'book',
        'audit',
        'bundle',
      ]),
    )
    .option('--key <file>', 'the public key to check signatures with')
    .description('check balances, every sealed journal and event, the trees and every checkpoint')
    .action(async (options: VerifyOptions, command: Command) => {
      const { bundle, proof, checkpoint, documents, key, ...choice } = options;
      if (documents === true) {
        await inDatabase(async (database) => {
          print(JSON.stringify(await verifyStored(config, database)));
        });
        return;
      }
      const given = key === undefined ? undefined : readPublicKey(key);
      if (proof !== undefined) {
        const trusted = given ?? command.error("error: with '--proof' give '--key <file>'");
        print(JSON.stringify(await verifyProofFile(proof, trusted, checkpoint)));
        return;
      }
      if (bundle !== undefined) {
        print(JSON.stringify(await verifyBundleFile(bundle, given, checkpoint)));
        return;
      }
      await inDatabase(async (database) => {
        const publicKey = given ?? sealPublicKey(config, database);
        const findings = await withProgress((progress) =>
          verify(database, publicKey, { ...choice, checkpoint }, progress),
        );
        for (const finding of findings) print(JSON.stringify(finding));
      });
    });

  addProveCommand(fund, inDatabase, print);

  fund
    .command('bundle')
    .addOption(ONE_BOOK())
    .addOption(THE_TRAIL())
    .argument('<file>', 'a file that is not there yet')
    .description('write a book, or the audit trail, for checking without a database')
    .action(async (file: string, choice: LogChoice, command: Command) => {
      if (choice.book === undefined && choice.audit !== true) {
        command.error("error: one of '--book <book>' and '--audit' must be given");
      }
      await inDatabase(async (database) => {
        const publicKey = sealPublicKey(config, database);
        await withProgress((progress) => writeBundle(database, publicKey, choice, file, progress));
      });
    });
}
