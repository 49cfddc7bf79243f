import { readFileSync, writeFileSync } from 'node:fs';
import { ROLES } from '../../src/identity';
import { reportFigures } from '../support/reliability';
import {
  AccessMatrix,
  type Cells,
  type Column,
  COLUMNS,
  namesObject,
  reviewedCells,
  TABLE_FILE,
} from './access-matrix';
import { ForeignObjects } from './foreign-objects';

/** What is shown to whoever asks, whosever it is. */
const FOR_EVERYBODY: Readonly<Record<string, string>> = {
  'GET,/api/v1/books/:id/checkpoint':
    'a signed hash, published so that everybody can hold it against us',
  'GET,/api/v1/problems/:code': 'what a refusal means; it belongs to nobody',
};

/** What the table is made of: of how many routes which question is asked, and how it is answered. */
function countsOf(cells: ReadonlyMap<string, Cells>): Record<string, number> {
  const routes = [...cells];
  const asked = (column: Column): number =>
    routes.filter(([, verdicts]) => verdicts[column] !== '-').length;
  const roles = routes.flatMap(([, verdicts]) => ROLES.map((role) => verdicts[role]));
  return {
    namingObjects: routes.filter(([route]) => namesObject(route)).length,
    askedForAnother: asked('other'),
    askedForAnotherOrganization: asked('other_organization'),
    askedForNothing: asked('absent'),
    rolesLetIn: roles.filter((verdict) => verdict === 'pass').length,
    rolesTurnedAway: roles.filter((verdict) => verdict !== 'pass').length,
  };
}

describe('who may call which route', () => {
  it('is as the reviewed table says, for every route, role and kind of object', async () => {
    const objects = await ForeignObjects.open();
    try {
      const matrix = await AccessMatrix.over(objects);
      const cells = await matrix.cells();
      const rows = [...cells].map(([route, verdicts]) =>
        [route, ...COLUMNS.map((column) => verdicts[column])].join(','),
      );
      const table = `${['method', 'path', ...COLUMNS].join(',')}\n${rows.sort().join('\n')}\n`;
      if (process.env['UPDATE_GENERATED'] === '1') writeFileSync(TABLE_FILE, table);
      expect(table).toEqual(readFileSync(TABLE_FILE, 'utf8'));
      expect(matrix.differences).toEqual([]);
      expect(await matrix.unfound()).toEqual([]);
      reportFigures('authorization-matrix', {
        routes: rows.length,
        cells: rows.length * COLUMNS.length,
        ...countsOf(cells),
      });
    } finally {
      await objects.scene.service.close();
    }
  });

  it('tells nobody of what is another’s, but where it is for everybody', () => {
    const named = [...reviewedCells()].filter(([route]) => namesObject(route));
    expect(named.length).toBeGreaterThan(25);
    const told = named.filter(([, { other }]) => other !== '404').map(([route]) => route);
    expect(told.sort()).toEqual(Object.keys(FOR_EVERYBODY));
    for (const [route, { absent, other_organization: ofOrganization }] of named) {
      expect([route, absent]).toEqual([route, '404']);
      expect(['404', '-']).toContain(ofOrganization);
    }
  });
});
