import { asSuperuser } from '../support/test-database';
import { isLongRun } from '../support/reliability';
import { AccessMatrix, onlyOfObjects, reviewedCells } from './access-matrix';
import { ForeignObjects } from './foreign-objects';

/** In this database only: callers see every row, and no trigger asks whose book it is. */
const WITHOUT_ROW_LEVEL_SECURITY = `
  DO $$
  DECLARE
    fenced regclass;
  BEGIN
    FOR fenced IN SELECT c.oid FROM pg_class c WHERE c.relrowsecurity
                    AND c.relnamespace IN ('fund'::regnamespace, 'ledger'::regnamespace) LOOP
      EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', fenced);
    END LOOP;
  END $$;
  DROP TRIGGER keep_to_own_books ON ledger.posting_request;
  DROP TRIGGER keep_to_own_books ON ledger.hold;`;

const withoutFence = (database: string): Promise<unknown> =>
  asSuperuser(database, (client) => client.query(WITHOUT_ROW_LEVEL_SECURITY));

describe('the checks of the service alone, without row-level security', () => {
  it('give every verdict of the reviewed table', async () => {
    const objects = await ForeignObjects.open();
    try {
      const matrix = await AccessMatrix.over(objects);
      await withoutFence(objects.scene.service.database.name);
      const reviewed = reviewedCells();
      // Whom a role lets in is asked before any row is read.
      if (isLongRun) expect(await matrix.cells()).toEqual(reviewed);
      else expect(await matrix.cellsOfObjects(reviewed)).toEqual(onlyOfObjects(reviewed));
    } finally {
      await objects.scene.service.close();
    }
  });

  it('show nothing of another bureau', async () => {
    const objects = await ForeignObjects.open();
    try {
      const stranger = await objects.stranger('auditor');
      await withoutFence(objects.scene.service.database.name);
      const open: string[] = [];
      for (const route of objects.routes.filter(
        ({ method, path }) => method === 'GET' && OF_BUREAUS.test(path),
      )) {
        const probe = objects.probeOf(route);
        const leak = await objects.leakOf(stranger.browser, probe);
        // Who is refused for the role has been told nothing of the object.
        if (leak !== undefined && !leak.endsWith('ROLE_REQUIRED')) open.push(probe.route);
      }
      expect(open).toEqual([]);
    } finally {
      await objects.scene.service.close();
    }
  });
});

/** What belongs to a bureau; a checkpoint is for everybody. */
const OF_BUREAUS =
  /^\/api\/v1\/(approvals|inbox|bank-(entries|lines|matches|profiles|reconciliations|statements)|delegations|meetings|books(?!.*checkpoint)|case-files|audit-events|documents|notices)/;
