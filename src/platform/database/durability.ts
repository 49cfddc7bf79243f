/** Names of the server's settings that would let a crash lose or damage what was committed. */
export async function findUnsafeSettings(reader: {
  query<Row extends object>(sql: string): Promise<Row[]>;
}): Promise<string[]> {
  const rows = await reader.query<{ name: string }>(
    `SELECT name FROM pg_settings
      WHERE name IN ('fsync', 'full_page_writes') AND setting <> 'on' ORDER BY name`,
  );
  return rows.map(({ name }) => name);
}
