import { POLICIES } from '../../src/approvals';
import vectors from '../../src/law/law-vectors.fixture.json';
import { parseYuan } from '../../src/money';

const { builtIn } = POLICIES.approval_tiers;
const { approvalLevels } = vectors.advanceCaps;

describe('the tiers that are built in', () => {
  it('end where the levels of approval do', () => {
    expect(builtIn.map(({ upTo }) => parseYuan(upTo))).toEqual(
      approvalLevels.map(({ upTo }) => parseYuan(upTo)),
    );
  });

  it('ask for a resolution where a level asks for minutes of the joint meeting', () => {
    expect(builtIn.map(({ resolution }) => resolution)).toEqual(
      approvalLevels.map(({ by }) => by.includes('joint meeting minutes')),
    );
  });

  it('can be set as a bureau sets its own, and let nobody decide alone', () => {
    expect(POLICIES.approval_tiers.schema.parse(builtIn)).toEqual(builtIn);
    for (const { steps } of builtIn) expect(steps.length).toBeGreaterThan(1);
  });
});
