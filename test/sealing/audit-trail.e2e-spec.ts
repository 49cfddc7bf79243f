import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import {
  readTrailState,
  recordEvent,
  sealTrail,
  sealWholeTrail,
  TRAIL,
  trailBundleLines,
  type TrailFinding,
  verifyTrail,
} from '../../src/audit';
import { CheckpointFolder, readNote, type Reader, type SealKey } from '../../src/ledger';
import { connectAsService, createTestDatabase, type TestDatabase } from '../support/test-database';
import { TestService } from '../support/test-service';
import { asCheat, keyInFolder, TamperCount } from './support';
import {
  type Difference,
  DifferenceFound,
  leafHash,
  provesConsistency,
  provesInclusion,
  readCheckpoint,
  verifyBundle,
} from '../../src/verifier';

const EVENTS = 12;

/** Its process is killed between publishing and committing. */
class DyingFolder extends CheckpointFolder {
  override publish(...note: Parameters<CheckpointFolder['publish']>): void {
    super.publish(...note);
    throw new Error('killed before the commit');
  }
}

describe('the sealed audit trail', () => {
  let database: TestDatabase;
  let folder: string;
  let key: SealKey;
  const ids: string[] = [];

  const record = async (
    content: object = {},
    reader: Reader = database.dataSource,
  ): Promise<string> => {
    const id = uuidv7();
    await reader.query(
      `INSERT INTO fund.audit_event (id, person, action, subject, outcome, content)
       VALUES ($1, '某人', 'test.act', 'test/1', 'accepted', $2)`,
      [id, content],
    );
    return id;
  };
  const whole = (): Promise<TrailFinding> => verifyTrail(database.dataSource, key.publicKey);

  beforeEach(async () => {
    database = await createTestDatabase();
    ({ folder, key } = keyInFolder());
  });
  afterEach(async () => {
    ids.length = 0;
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  it('is whole when there is nothing in it, and then grows', async () => {
    expect(await whole()).toMatchObject({ events: '0', sealed: '0', checkpoints: 0 });
    expect(await sealTrail(database.dataSource, { key, folder: undefined })).toEqual({
      from: 0n,
      size: 0n,
      last: 0n,
    });
    await recordEvent(database.dataSource.manager, { action: 'test.act', content: { a: 1.5 } });
    await record({ 数: [1, 2.5, null, true] });
    expect(await readTrailState(database.dataSource)).toMatchObject({ unsealed: 2 });
    const sealed = await sealWholeTrail(database.dataSource, { key, folder: undefined });
    expect(sealed).toMatchObject({ from: 0n, size: 2n });
    expect(await readTrailState(database.dataSource)).toEqual({
      unsealed: 0,
      oldestUnsealedSeconds: 0,
    });
    expect(await whole()).toEqual({
      log: 'audit',
      events: '2',
      sealed: '2',
      checkpoints: 1,
      signatures: 'checked',
    });
  });

  it('leaves no event unsealed that is committed later than it was made', async () => {
    const late = database.dataSource.createQueryRunner();
    await late.startTransaction();
    try {
      const first = await record({}, late);
      const second = await record();
      const sealing = { key, folder: undefined };
      expect(await sealWholeTrail(database.dataSource, sealing)).toMatchObject({ size: 1n });
      expect(await whole()).toMatchObject({ events: '1', sealed: '1' });
      await record();
      expect(await sealWholeTrail(database.dataSource, sealing)).toMatchObject({ size: 2n });
      await late.commitTransaction();
      expect(await readTrailState(database.dataSource)).toMatchObject({ unsealed: 1 });
      expect(await sealWholeTrail(database.dataSource, sealing)).toMatchObject({ size: 3n });
      expect(await whole()).toMatchObject({ events: '3', sealed: '3', checkpoints: 3 });
      const places = await database.dataSource.query<{ event_id: string }[]>(
        'SELECT event_id FROM fund.audit_leaf ORDER BY number',
      );
      expect(places.map(({ event_id: id }) => id)).toEqual([second, expect.any(String), first]);
    } finally {
      await late.release();
    }
  });

  it('seals in batches, and what is in a transaction together may fall into two of them', async () => {
    await database.dataSource.transaction(async (tx) => {
      for (let made = 0; made < 7; made += 1) await record({ made }, tx);
    });
    for (let made = 0; made < 3; made += 1) await record({ made });
    const sealing = { key, folder: undefined, batch: 4n };
    for (const size of [4n, 8n, 10n, 10n]) {
      expect(await sealTrail(database.dataSource, sealing)).toMatchObject({ size });
    }
    expect(await whole()).toMatchObject({ events: '10', sealed: '10', checkpoints: 3 });
  });

  it('never contradicts a checkpoint that a dying sealer published', async () => {
    const late = database.dataSource.createQueryRunner();
    await late.startTransaction();
    const dying = new DyingFolder(folder);
    try {
      // Begun before the others and committed after the note was published.
      await record({}, late);
      await record();
      await record();
      await expect(sealTrail(database.dataSource, { key, folder: dying })).rejects.toThrow(
        'killed',
      );
      await late.commitTransaction();
    } finally {
      await late.release();
    }
    expect(await whole()).toMatchObject({ sealed: '0' });
    await sealWholeTrail(database.dataSource, { key, folder: new CheckpointFolder(folder) });
    const notes = readdirSync(join(folder, '_audit')).sort();
    expect(notes).toEqual(['000000000002.txt', '000000000003.txt']);
    const kept = notes.map((name) => readFileSync(join(folder, '_audit', name), 'utf8'));
    expect(await verifyTrail(database.dataSource, key.publicKey, kept)).toMatchObject({
      events: '3',
      sealed: '3',
    });
  });

  it('gives a bundle that is checked offline, and that shows every change', async () => {
    for (let made = 0; made < 7; made += 1) await record({ made });
    await sealWholeTrail(database.dataSource, { key, folder: undefined, batch: 4n });
    const lines: string[] = [];
    for await (const line of trailBundleLines(database.dataSource, key.publicKey)) lines.push(line);
    const path = join(folder, 'trail.jsonl');
    const check = async (changed: readonly string[], kept: readonly string[] = []) => {
      writeFileSync(path, changed.join('\n'));
      try {
        return await verifyBundle(path, key.publicKey, kept);
      } catch (error) {
        if (error instanceof DifferenceFound) return error.difference;
        throw error;
      }
    };
    expect(await check(lines)).toEqual({
      log: 'audit',
      events: '7',
      sealed: '7',
      checkpoints: 2,
      key: 'given',
    });
    const altered = lines.map((line, at) => (at === 3 ? line.replace('某人', '他人') : line));
    expect(await check(altered)).toMatchObject({ kind: 'event_altered', event: '3' });
    expect(await check(lines.toSpliced(3, 1))).toMatchObject({ kind: 'event_missing', event: '3' });
    const spelled = lines.map((line, at) => (at === 2 ? line.replace('{\\"', '{ \\"') : line));
    expect(await check(spelled)).toMatchObject({ kind: 'text_not_canonical', event: '2' });
    const kept = (await readNote(database.dataSource, TRAIL)) ?? '';
    expect(await check(lines.slice(0, 6), [kept])).toMatchObject({
      kind: 'history_cut',
      event: '5',
    });
  });

  it('is sealed by one at a time, and many may try', async () => {
    for (let made = 0; made < EVENTS; made += 1) await record();
    const sealing = { key, folder: undefined, batch: 5n };
    const tries = Array.from({ length: 6 }, () => sealTrail(database.dataSource, sealing));
    expect((await Promise.allSettled(tries)).map(({ status }) => status)).not.toContain('rejected');
    await sealWholeTrail(database.dataSource, sealing);
    expect(await whole()).toMatchObject({ sealed: String(EVENTS) });
  });

  it('goes on where a restored server counts its transactions anew', async () => {
    await record();
    const sealing = { key, folder: undefined };
    await sealWholeTrail(database.dataSource, sealing);
    await asCheat(
      database,
      ['UPDATE fund.audit_leaf SET horizon = 9000000000000'],
      async (reader) => {
        const late = await record({}, reader);
        await reader.query('SELECT fund.number_audit_events(10)');
        const [row] = await reader.query<{ event_id: string; isBelow: boolean }>(
          `SELECT event_id, horizon < 9000000000000 AS "isBelow" FROM fund.audit_leaf WHERE number = 2`,
        );
        expect(row).toEqual({ event_id: late, isBelow: true });
      },
    );
  });

  describe('in which somebody with all rights changed something', () => {
    const tampered = new TamperCount();
    afterAll(() => {
      tampered.report('audit-trail');
    });
    beforeEach(async () => {
      for (let made = 0; made < EVENTS; made += 1) ids.push(await record({ made }));
      const sealing = { key, folder: undefined, batch: 5n };
      // A batch is numbered with its own checkpoint.
      await sealWholeTrail(database.dataSource, sealing);
      expect(await whole()).toMatchObject({ sealed: String(EVENTS), checkpoints: 3 });
    });

    const differenceIn = async (
      reader: Reader,
      kept: readonly string[] = [],
    ): Promise<Difference | undefined> => {
      try {
        await verifyTrail(reader, key.publicKey, kept);
        return undefined;
      } catch (error) {
        if (error instanceof DifferenceFound) return error.difference;
        throw error;
      }
    };
    const event = (number: number): string =>
      `id = (SELECT event_id FROM fund.audit_leaf WHERE number = ${String(number)})`;
    const COLUMNS: Readonly<Record<string, string>> = {
      recorded_at: `recorded_at + interval '1 microsecond'`,
      business_on: `'2024-01-01'`,
      bureau_id: `gen_random_uuid()`,
      person: `'another'`,
      person_id: `gen_random_uuid()`,
      session_id: `gen_random_uuid()`,
      address: `'10.0.0.1'`,
      action: `'test.other'`,
      subject: `NULL`,
      act_key: `'key'`,
      before_hash: `sha256('x')`,
      after_hash: `sha256('x')`,
      outcome: `'refused'`,
      refusal_code: `'NOT_FOUND'`,
      content: `content || '{"planted": 1}'`,
    };

    it('shows every column that was changed, and names the event', async () => {
      const rest = ['id', 'book_id', 'recorded_in'];
      const columns = await database.dataSource.query<{ name: string }[]>(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = 'fund.audit_event'::regclass
            AND attnum > 0 AND NOT attisdropped`,
      );
      expect(columns.map(({ name }) => name).sort()).toEqual(
        [...Object.keys(COLUMNS), ...rest].sort(),
      );
      for (const [column, value] of Object.entries(COLUMNS)) {
        const change = `UPDATE fund.audit_event SET ${column} = ${value} WHERE ${event(7)}`;
        const found = tampered.after(await asCheat(database, [change], differenceIn));
        expect([column, found]).toMatchObject([column, { kind: 'event_altered', event: '7' }]);
      }
    });

    it.each<readonly [string, () => string[], object]>([
      [
        'an event that was deleted',
        () => [`DELETE FROM fund.audit_event WHERE ${event(4)}`],
        { kind: 'event_missing', event: '4' },
      ],
      [
        'an event that was deleted with its place',
        () => [
          `DELETE FROM fund.audit_event WHERE ${event(4)}`,
          'DELETE FROM fund.audit_leaf WHERE number = 4',
        ],
        { kind: 'event_missing', event: '4' },
      ],
      [
        'an event that was put in among the others',
        () => [
          `INSERT INTO fund.audit_event (id, action, outcome, content, recorded_in)
           SELECT gen_random_uuid(), action, outcome, content, 1 FROM fund.audit_event WHERE ${event(6)}`,
        ],
        { kind: 'event_unsealed' },
      ],
      [
        'an event that was put in the place of another',
        () => [
          `INSERT INTO fund.audit_event (id, action, outcome, content)
           VALUES ('00000000-0000-4000-8000-000000000001', 'x', 'accepted', '{}')`,
          `UPDATE fund.audit_leaf SET event_id = '00000000-0000-4000-8000-000000000001' WHERE number = 9`,
        ],
        { kind: 'event_altered', event: '9' },
      ],
      [
        'a place that was added behind the last checkpoint, with a stored hash',
        () => [`INSERT INTO fund.audit_node VALUES (0, ${String(EVENTS)}, sha256('x'))`],
        { kind: 'event_missing', event: String(EVENTS + 1) },
      ],
      [
        'two events that changed places',
        () => [
          'UPDATE fund.audit_leaf SET number = 1000 WHERE number = 3',
          'UPDATE fund.audit_leaf SET number = 3 WHERE number = 8',
          'UPDATE fund.audit_leaf SET number = 8 WHERE number = 1000',
        ],
        { kind: 'event_altered', event: '3' },
      ],
      [
        'a tail that was cut off',
        () => [
          'DELETE FROM fund.audit_event WHERE id IN (SELECT event_id FROM fund.audit_leaf WHERE number > 9)',
          'DELETE FROM fund.audit_leaf WHERE number > 9',
        ],
        { kind: 'event_missing', event: '10' },
      ],
      [
        'a stored hash that was changed with nothing else',
        () => [`UPDATE fund.audit_node SET hash = sha256('x') WHERE level = 1 AND position = 2`],
        { kind: 'tree_altered', event: '6' },
      ],
      [
        'a checkpoint that was changed',
        () => [
          `UPDATE fund.audit_checkpoint SET note = replace(note, E'\\n10\\n', E'\\n11\\n') WHERE size = 10`,
        ],
        { kind: 'checkpoint_malformed' },
      ],
      [
        'a checkpoint in the middle that is gone',
        () => ['DELETE FROM fund.audit_checkpoint WHERE size = 10'],
        { kind: 'checkpoint_missing', checkpoint: '2' },
      ],
      [
        'a checkpoint with another root beside its note',
        () => [`UPDATE fund.audit_checkpoint SET root = sha256('x') WHERE size = 10`],
        { kind: 'checkpoint_altered', checkpoint: '2' },
      ],
      [
        'checkpoints that are gone',
        () => ['DELETE FROM fund.audit_checkpoint WHERE size > 5'],
        { kind: 'tree_altered', event: '6' },
      ],
    ])('shows %s', async (_, statements, expected) => {
      const found = await asCheat(database, statements(), differenceIn);
      expect(tampered.after(found)).toMatchObject(expected);
    });

    it('shows a tail cut off with its seal to who kept a checkpoint, and to nobody else', async () => {
      const kept = (await readNote(database.dataSource, TRAIL)) ?? '';
      const statements = [
        'DELETE FROM fund.audit_event WHERE id IN (SELECT event_id FROM fund.audit_leaf WHERE number > 10)',
        'DELETE FROM fund.audit_leaf WHERE number > 10',
        'DELETE FROM fund.audit_node WHERE ((position + 1) << level) > 10',
        'DELETE FROM fund.audit_checkpoint WHERE size > 10',
      ];
      await asCheat(database, statements, async (reader) => {
        expect(await differenceIn(reader)).toBeUndefined();
        expect(await differenceIn(reader, [kept])).toMatchObject({
          kind: 'history_cut',
          event: '11',
        });
      });
    });

    it('is not sealed further on top of a changed tree', async () => {
      const superuser = await connectAsService(database.superuserAddress, 1, () => '');
      try {
        await superuser.query('ALTER TABLE fund.audit_node DISABLE TRIGGER ALL');
        await superuser.query(`UPDATE fund.audit_node SET hash = sha256('x') WHERE level = 3`);
      } finally {
        await superuser.destroy();
      }
      await record();
      await expect(sealTrail(database.dataSource, { key, folder: undefined })).rejects.toThrow(
        'is not the one last signed',
      );
    });
  });
});

describe('the proofs of the audit trail over HTTP', () => {
  let service: TestService;
  let key: SealKey;
  beforeAll(async () => {
    service = await TestService.open();
    ({ key } = keyInFolder());
  });
  afterAll(() => service.close());

  it('are given to the auditors of the bureau, and show that the trail only grew', async () => {
    const [own, other] = [await service.bureau('changchun'), await service.bureau('jilin')];
    const auditor = await service.signIn(await service.person(['auditor'], { bureauId: own.id }));
    const administrator = await service.signIn(
      await service.person(['audit_administrator'], { bureauId: own.id }),
    );
    const stranger = await service.signIn(
      await service.person(['auditor'], { bureauId: other.id }),
    );
    await auditor
      .get('/api/v1/audit-trail/checkpoint')
      .expect(404)
      .expect(/NOT_SEALED/);
    await sealWholeTrail(service.database.dataSource, { key, folder: undefined });
    const { text: first } = await auditor.get('/api/v1/audit-trail/checkpoint').expect(200);
    const { body: trail } = (await auditor.get('/api/v1/audit-events?limit=5').expect(200)) as {
      body: { items: { id: string }[] };
    };
    const id = trail.items[0]?.id ?? '';
    const path = `/api/v1/audit-events/${id}/proof`;
    const { body } = (await administrator.get(path).expect(200)) as {
      body: { number: string; size: string; text: string; hashes: string[]; checkpoint: string };
    };
    const { size = 0n, root = Buffer.alloc(0) } = readCheckpoint(body.checkpoint) ?? {};
    const hashes = body.hashes.map((hash) => Buffer.from(hash, 'base64'));
    const claim = { index: BigInt(body.number) - 1n, size, root, leaf: leafHash(body.text) };
    expect(provesInclusion(claim, hashes)).toBe(true);
    expect(JSON.parse(body.text)).toMatchObject({ id, format: 'audit-event/1' });

    await stranger
      .get(path)
      .expect(404)
      .expect(/NOT_FOUND/);
    await auditor
      .get(`${path}?size=1`)
      .expect(404)
      .expect(/NOT_SEALED/);
    await auditor
      .get('/api/v1/audit-events/x/proof')
      .expect(400)
      .expect(/PARAMETER_INVALID/);

    await sealWholeTrail(service.database.dataSource, { key, folder: undefined });
    const { text: second } = await stranger.get('/api/v1/audit-trail/checkpoint').expect(200);
    const [before, after] = [readCheckpoint(first), readCheckpoint(second)];
    if (before === undefined || after === undefined) throw new Error('no checkpoint');
    expect(after.size).toBeGreaterThan(before.size);
    const grown = (await auditor
      .get(`/api/v1/audit-trail/consistency?from=${String(before.size)}&to=${String(after.size)}`)
      .expect(200)) as { body: { hashes: string[] } };
    const proof = grown.body.hashes.map((hash) => Buffer.from(hash, 'base64'));
    expect(provesConsistency(before, after, proof)).toBe(true);
  });
});
