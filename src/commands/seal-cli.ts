import type { Command } from 'commander';
import type { FundDatabase } from '../database';
import { readPublicKey } from '../ledger';
import type { Config } from '../platform/config';
import { openSealing, sealPublicKey } from '../sealing';
import { seal, verify, verifyBundleFile, writeBundle } from './seal-commands';

interface VerifyOptions {
  readonly book?: string;
  readonly bundle?: string;
  readonly checkpoint?: string;
  readonly key?: string;
}

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
    .option('--book <book>', 'this book only')
    .description('seal now what is posted and not sealed yet')
    .action(({ book }: { book?: string }) =>
      inDatabase(async (database) => {
        for await (const line of seal(database, openSealing(config, database), book)) print(line);
      }),
    );

  fund
    .command('verify')
    .option('--book <book>', 'this book only')
    .option('--checkpoint <file>', 'a checkpoint that was kept outside')
    .option('--bundle <file>', 'check this bundle, without a database')
    .option('--key <file>', 'the public key to check signatures with')
    .description('check balances, every sealed journal, the tree and every checkpoint')
    .action(async ({ book, bundle, checkpoint, key }: VerifyOptions) => {
      const given = key === undefined ? undefined : readPublicKey(key);
      if (bundle !== undefined) {
        print(JSON.stringify(await verifyBundleFile(bundle, given, checkpoint)));
        return;
      }
      await inDatabase(async (database) => {
        const publicKey = given ?? sealPublicKey(config, database);
        const findings = await verify(database, publicKey, { book, checkpoint });
        for (const finding of findings) print(JSON.stringify(finding));
      });
    });

  fund
    .command('bundle')
    .requiredOption('--book <book>', 'the book')
    .argument('<file>', 'a file that is not there yet')
    .description('write a book for checking without a database: journals, checkpoints, public key')
    .action((file: string, { book }: { book: string }) =>
      inDatabase(async (database) => {
        await writeBundle(database, sealPublicKey(config, database), book, file);
      }),
    );
}
