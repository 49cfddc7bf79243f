import { OWNER_ROLE, WEB_ROLE } from '../platform/database/connection';
import { type Guards, KERNEL_GUARDS, type NamesByTable } from './kernel-guards';

/** What a table must have, as rows of SQL: schema, table, kind, name. */
function requiredRows(schema: string, { triggers, checks, uniques }: Guards): string[] {
  const named = (kind: string, prefix: string, names: NamesByTable): string[] =>
    Object.entries(names).flatMap(([table, parts]) =>
      parts.map((part) => `('${schema}', '${table}', '${kind}', '${prefix}_${table}_${part}')`),
    );
  return [
    ...triggers.map(({ table, guard }) => `('${schema}', '${table}', 'TRIGGER', '${guard}')`),
    ...named('CHECK', 'ck', checks),
    ...named('UNIQUE', 'uq', uniques),
  ];
}

// tgtype: 2 before, 4 insert, 8 delete, 16 update, 32 truncate; of each statement.
const GENERAL_TRIGGERS = `(VALUES ('append_only', 'ledger.refuse_change', 58),
  ('never_removed', 'ledger.refuse_removal', 42), ('own_hand', 'ledger.refuse_foreign_hand', 22))`;

/** Whether the trigger `name` stands on the table `relation`, as it was made, and cannot be silenced. */
const hasTrigger = (relation: string, name: string): string => `EXISTS (
  SELECT FROM pg_trigger t LEFT JOIN ${GENERAL_TRIGGERS} AS k(guard, calls, type) ON k.guard = t.tgname
   WHERE t.tgrelid = ${relation} AND t.tgname = ${name} AND t.tgenabled = 'A'
     AND (k.guard IS NULL OR t.tgfoid = to_regproc(k.calls) AND t.tgtype = k.type AND t.tgqual IS NULL AND t.tgattr = ''))`;

// PostgreSQL has constraints that are not enforced from version 18 on.
const HAS_CHECK = `EXISTS (
  SELECT FROM pg_constraint c WHERE c.conrelid = m.relation AND c.conname = m.name AND c.contype = 'c'
     AND c.convalidated AND coalesce(to_jsonb(c) ->> 'conenforced', 'true') = 'true')`;
const HAS_UNIQUE = `EXISTS (
  SELECT FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
   WHERE i.indrelid = m.relation AND x.relname = m.name AND i.indisunique AND i.indisvalid)`;

/**
 * What is found missing. A child of a guarded table, in whatever schema, holds rows of it, so it must
 * have the triggers and the checks of its parent; unique indexes have names of their own there.
 */
const missingFrom = (required: readonly string[]): string => `
WITH RECURSIVE required(schema_name, table_name, kind, name) AS (VALUES ${required.join(', ')}),
must AS (
  SELECT to_regclass(r.schema_name || '.' || r.table_name)::oid AS relation,
         r.schema_name || '.' || r.table_name AS place, r.kind, r.name
    FROM required r
   UNION
  SELECT c.oid, (c.relnamespace::regnamespace || '.' || c.relname) COLLATE "default", m.kind, m.name
    FROM must m JOIN pg_inherits i ON i.inhparent = m.relation JOIN pg_class c ON c.oid = i.inhrelid
   WHERE m.kind <> 'UNIQUE'
),
guarded AS (
  SELECT c.oid AS relation, c.relnamespace::regnamespace || '.' || c.relname AS place, c.relowner, c.relacl,
         c.relnamespace = to_regnamespace('ledger') OR EXISTS (
           SELECT FROM must m WHERE m.relation = c.oid AND m.name = 'own_hand') AS of_the_books,
         EXISTS (SELECT FROM must m WHERE m.relation = c.oid AND m.name = 'append_only') AS append_only,
         c.relrowsecurity AND c.relforcerowsecurity AS by_row
    FROM pg_class c
   WHERE c.relkind IN ('r', 'p', 'f') AND (c.relnamespace IN (to_regnamespace('ledger'), to_regnamespace('fund'))
      OR c.oid IN (SELECT m.relation FROM must m))
),
granted AS (
  SELECT g.relation, x.grantee, x.privilege_type FROM guarded g, aclexplode(g.relacl) x
   UNION
  SELECT a.attrelid, x.grantee, x.privilege_type FROM pg_attribute a, aclexplode(a.attacl) x
)
SELECT m.place, m.kind || ' ' || m.name AS lacks FROM must m
 WHERE NOT CASE m.kind WHEN 'TRIGGER' THEN ${hasTrigger('m.relation', 'm.name')}
                       WHEN 'CHECK' THEN ${HAS_CHECK} ELSE ${HAS_UNIQUE} END
 UNION
SELECT g.place, 'TRIGGER ' || w.name FROM guarded g
 CROSS JOIN LATERAL (VALUES
   ('own_hand', ${hasTrigger('g.relation', "'own_hand'")}),
   ('append_only', ${hasTrigger('g.relation', "'append_only'")} OR ${hasTrigger('g.relation', "'never_removed'")})
 ) AS w(name, is_there)
 WHERE g.of_the_books AND NOT w.is_there AND NOT EXISTS (
   SELECT FROM must m WHERE m.relation = g.relation AND m.kind = 'TRIGGER')
 UNION
SELECT g.place, 'ROW LEVEL SECURITY' FROM guarded g
 WHERE NOT g.by_row AND has_table_privilege('${WEB_ROLE}', g.relation, 'SELECT, INSERT, UPDATE, DELETE')
 UNION
SELECT g.place, 'OWNER ${OWNER_ROLE}, not ' || pg_get_userbyid(g.relowner) FROM guarded g
 WHERE g.relowner <> to_regrole('${OWNER_ROLE}')
 UNION
SELECT g.place, format('REVOKE %s FROM %s', x.privilege_type, coalesce(r.rolname, 'PUBLIC'))
  FROM guarded g JOIN granted x ON x.relation = g.relation LEFT JOIN pg_roles r ON r.oid = x.grantee
 WHERE x.grantee <> g.relowner AND (x.privilege_type IN ('DELETE', 'TRUNCATE', 'TRIGGER')
    OR x.privilege_type = 'UPDATE' AND (g.append_only OR g.of_the_books)
    OR x.privilege_type = 'INSERT' AND g.of_the_books)
 UNION
SELECT g.place, 'DROP RULE ' || w.rulename FROM guarded g JOIN pg_rewrite w ON w.ev_class = g.relation
 UNION
SELECT 'role ' || s.role, 'REVOKE ' || r.rolname FROM (VALUES ('fund_app'), ('${WEB_ROLE}')) AS s(role)
  JOIN pg_roles r ON r.rolname IN ('${OWNER_ROLE}', 'pg_write_all_data')
 WHERE pg_has_role(s.role, r.oid, 'MEMBER')
 ORDER BY 1, 2`;

/** A table, or a role, and what it lacks, in the words of SQL. */
export interface MissingGuard {
  readonly place: string;
  readonly lacks: string;
}

/**
 * What of the guards is not as the migrations made it: triggers that are missing, may be silenced or do
 * something else; CHECK constraints and unique indexes that are missing; children of guarded tables, and
 * new tables of the books, without guards; rules, which may turn a statement into nothing; row-level
 * security that is not forced on what callers over the network may use; tables of another owner, and
 * rights to write the books past the kernel's functions.
 *
 * @param ofFeatures the guards of the tables of the features, in the schema `fund`
 */
export async function findMissingGuards(
  reader: { query<Row extends object>(sql: string): Promise<Row[]> },
  ofFeatures: Guards,
): Promise<MissingGuard[]> {
  return reader.query<MissingGuard>(
    missingFrom([...requiredRows('ledger', KERNEL_GUARDS), ...requiredRows('fund', ofFeatures)]),
  );
}

/** The same in one line: `ledger.entry (TRIGGER append_only, CHECK ck_entry_amount), …`. */
export function describeMissing(missing: readonly MissingGuard[]): string {
  const places = new Map<string, string[]>();
  for (const { place, lacks } of missing) places.set(place, [...(places.get(place) ?? []), lacks]);
  return [...places].map(([place, lacks]) => `${place} (${lacks.join(', ')})`).join(', ');
}
