import { WEB_ROLE } from '../platform/database/connection';

/** Guards that every table of the kernel must have, by name of their trigger. */
const REQUIRED = `
  SELECT t.table_name, g.guard
    FROM (VALUES ('entry'), ('journal'), ('tree_node'), ('checkpoint'),
                 ('period_closing'), ('period_snapshot'), ('period_reopening'),
                 ('request_discard')) AS t(table_name)
   CROSS JOIN (VALUES ('append_only'), ('own_hand')) AS g(guard)
  UNION ALL
  SELECT t.table_name, g.guard
    FROM (VALUES ('book'), ('book_head'), ('period'), ('account'), ('account_balance'), ('posting_request'),
                 ('hold'), ('voucher_counter')) AS t(table_name)
   CROSS JOIN (VALUES ('never_removed'), ('own_hand')) AS g(guard)
  UNION ALL
  VALUES ('entry', 'entry_whole'), ('journal', 'journal_whole'), ('posting_request', 'posting_request_content'),
         ('posting_request', 'posting_request_live_holds'),
         ('posting_request', 'keep_to_own_books'), ('hold', 'keep_to_own_books')`;

/** A trigger that a table of a feature must have, by its name. */
export interface Guard {
  readonly table: string;
  readonly guard: string;
}

/**
 * Tables on which a guard is missing or not enabled ALWAYS, and those that callers over the network may
 * use although row-level security is not forced on them.
 *
 * @param featureGuards those of the tables of the features, in the schema `fund`
 */
export async function findUnguardedTables(
  reader: { query<Row extends object>(sql: string): Promise<Row[]> },
  featureGuards: readonly Guard[],
): Promise<string[]> {
  const ofFeatures = featureGuards.map(
    ({ table, guard }) => `UNION ALL VALUES ('fund', '${table}', '${guard}')`,
  );
  const rows = await reader.query<{ table_name: string }>(
    `SELECT r.table_name
       FROM (SELECT 'ledger', k.* FROM (${REQUIRED}) AS k ${ofFeatures.join(' ')}) AS r(schema_name, table_name, guard)
      WHERE NOT EXISTS (SELECT 1 FROM pg_trigger t
                         WHERE t.tgrelid = to_regclass(r.schema_name || '.' || r.table_name)
                           AND t.tgname = r.guard AND t.tgenabled = 'A')
     UNION
     SELECT c.relname FROM pg_class c
      WHERE c.relnamespace IN (to_regnamespace('ledger'), to_regnamespace('fund')) AND c.relkind IN ('r', 'p')
        AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
        AND has_table_privilege('${WEB_ROLE}', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
      ORDER BY 1`,
  );
  return rows.map((row) => row.table_name);
}
