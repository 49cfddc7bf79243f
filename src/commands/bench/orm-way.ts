import { Column, DataSource, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import {
  type DatabaseAddress,
  dataSourceOptions,
  OWNER_ROLE,
} from '../../platform/database/connection';
import { ENTRIES } from './draining';

const ACCOUNTS = 1_000;

@Entity({ schema: 'fund', name: 'bench_account' })
class BenchAccount {
  @PrimaryColumn('integer')
  id: number;

  @Column('bigint')
  balance: string;
}

@Entity({ schema: 'fund', name: 'bench_transfer' })
class BenchTransfer {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id: string;

  @Column('text', { unique: true })
  key: string;
}

@Entity({ schema: 'fund', name: 'bench_entry' })
class BenchEntry {
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id: string;

  @Column('bigint')
  transferId: string;

  @Column('integer')
  accountId: number;

  @Column('bigint')
  amount: string;
}

/** The usual way with an ORM: a transaction for each pair of entries, on plain tables. */
export interface OrmWay {
  /** Entries a second, by `clients` at once for `forMs`. */
  measure(clients: number, forMs: number): Promise<number>;
  close(): Promise<void>;
}

/** Makes the plain tables and connects. */
export async function openOrmWay(owner: DatabaseAddress): Promise<OrmWay> {
  const dataSource = new DataSource(
    dataSourceOptions(owner, OWNER_ROLE, {
      entities: [BenchAccount, BenchTransfer, BenchEntry],
      migrations: [],
      poolSize: 8,
    }),
  );
  await dataSource.initialize();
  let sent = 0;

  const transfer = (key: string, debit: number, credit: number): Promise<void> =>
    dataSource.transaction(async (tx) => {
      if ((await tx.findOneBy(BenchTransfer, { key })) !== null) return;
      const accounts = await tx
        .createQueryBuilder(BenchAccount, 'account')
        .where('account.id IN (:...ids)', { ids: [debit, credit] })
        .orderBy('account.id')
        .setLock('pessimistic_write')
        .getMany();
      const made = await tx.insert(BenchTransfer, { key });
      const transferId = (made.identifiers[0] as { id: string }).id;
      for (const account of accounts) {
        const amount = account.id === debit ? 100n : -100n;
        await tx.insert(BenchEntry, {
          transferId,
          accountId: account.id,
          amount: amount.toString(),
        });
        const balance = (BigInt(account.balance) + amount).toString();
        await tx.update(BenchAccount, account.id, { balance });
      }
    });

  try {
    await dataSource.synchronize();
    await dataSource.query(
      'INSERT INTO fund.bench_account (id, balance) SELECT n, 0 FROM generate_series(0, $1::integer - 1) AS n',
      [ACCOUNTS],
    );
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return {
    close: () => dataSource.destroy(),
    async measure(clients, forMs) {
      const started = performance.now();
      const before = sent;
      const client = async (): Promise<void> => {
        while (performance.now() - started < forMs) {
          sent += 1;
          const n = sent;
          const debit = (n * 7919) % ACCOUNTS;
          await transfer(String(n), debit, (debit + 1 + (n % (ACCOUNTS - 1))) % ACCOUNTS);
        }
      };
      await Promise.all(Array.from({ length: clients }, client));
      return ((sent - before) * ENTRIES * 1_000) / (performance.now() - started);
    },
  };
}
