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
         ('posting_request', 'posting_request_live_holds')`;

/**
 * Tables on which a guard is missing or not enabled ALWAYS.
 *
 * @param evidence tables of the features, in the schema `fund`, that are append-only as well
 */
export async function findUnguardedTables(
  reader: { query<Row extends object>(sql: string): Promise<Row[]> },
  evidence: readonly string[],
): Promise<string[]> {
  const appendOnly = evidence.map(
    (table) => `UNION ALL VALUES ('fund', '${table}', 'append_only')`,
  );
  const rows = await reader.query<{ table_name: string }>(
    `SELECT DISTINCT r.table_name
       FROM (SELECT 'ledger', k.* FROM (${REQUIRED}) AS k ${appendOnly.join(' ')}) AS r(schema_name, table_name, guard)
      WHERE NOT EXISTS (SELECT 1 FROM pg_trigger t
                         WHERE t.tgrelid = to_regclass(r.schema_name || '.' || r.table_name)
                           AND t.tgname = r.guard AND t.tgenabled = 'A')
      ORDER BY 1`,
  );
  return rows.map((row) => row.table_name);
}
