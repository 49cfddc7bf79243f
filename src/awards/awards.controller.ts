import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { DomainError } from '../errors';
import {
  actorFacts,
  asCaller,
  asService,
  Bureau,
  BureauBook,
  type Caller,
  READERS_OF_BOOKS,
} from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { today } from '../platform/database/today';
import { INERT } from '../platform/http/attachment';
import { ApiProblem } from '../platform/http/describe-problems';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import {
  ApiBook,
  ApiPage,
  ApiWords,
  bookOfList,
  nextCursor,
  pageSchema,
  parametersPipe,
  wordsOfList,
} from '../platform/http/parameters';
import { type PolicyTrial, policyTrial, policyTrialShown } from './award-schemas';
import { type AwardOfCase, awardList, awardOfCase } from './award-views';
import { caseToRead } from './case-of-award';
import { printAwardSheet, type SheetToPrint } from './print-award-sheet';
import { readAward } from './read-award';
import { listAwards } from './read-awards';
import { tryPolicy } from './try-policy';

const LARGEST_BODY = 64 * 1_024;
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };
const page = pageSchema(z.tuple([z.uuid()])).extend({ book: bookOfList, q: wordsOfList });

/** The sheet that is printed: the assessment that stands, else what would be computed today. */
function sheetOf({ case: of, assessment, now }: AwardOfCase): Omit<SheetToPrint, 'bureau' | 'day'> {
  const told = assessment ?? now;
  if (told === null)
    throw new DomainError('AWARD_PRECONDITION', 'refused', { missing: 'judgment' });
  const { total, fromSanctionQuota, fromAwardFund, shares, sheet } = told;
  const { ruleVersion, articles, inputs, steps } = sheet;
  return {
    ...{ caseNumber: of.number, total, fromSanctionQuota, fromAwardFund, shares },
    sheet: { ruleVersion, articles, inputs, steps },
  };
}

/** Awards of cases that were won (胜诉奖励): whether they may be made, what they are, what became of them. */
@ApiTags('awards')
@Controller('api/v1')
@Allow([...READERS_OF_BOOKS, 'organization_member'])
export class AwardsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('awards')
  @ApiOperation({
    summary: 'Cases with a judgment, and where the award of each stands; for a member the own ones',
  })
  @ApiBook()
  @ApiWords('Case number')
  @ApiPage()
  @ApiOkResponse({ standardSchema: awardList })
  async list(
    @Query({ schema: page, pipes: [parametersPipe] })
    { limit, cursor, ...filter }: z.output<typeof page>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof awardList>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listAwards(tx, caller, filter, { after: cursor?.[0], limit }),
    );
    return { items, next: nextCursor(items, limit, ({ id }) => [id]) };
  }

  @Get('cases/:id/award')
  @ApiOperation({
    summary: 'What an award of the case still lacks, its computation today, and what became of it',
  })
  @ApiOkResponse({ standardSchema: awardOfCase })
  async read(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<AwardOfCase> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const of = await caseToRead(tx, caller, id, 'award.read');
      // A plaintiff sees no judgment and no pool, but what its award is computed from.
      return asService(tx, () => readAward(tx, caller, of));
    });
  }

  @Get('cases/:id/award/sheet.pdf')
  @ApiOperation({ summary: 'The computation sheet of an award as PDF' })
  @ApiProduces('application/pdf')
  @ApiProblem(422, 'GLYPH_MISSING', 'AWARD_PRECONDITION')
  @ApiOkResponse({ description: 'The PDF', schema: { type: 'string', format: 'binary' } })
  async print(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
    @Res() response: Response,
  ): Promise<void> {
    const pdf = await asCaller(this.dataSource, caller, async (tx) => {
      const of = await caseToRead(tx, caller, id, 'award.print_sheet');
      return asService(tx, async () => {
        const sheet = sheetOf(await readAward(tx, caller, of));
        const owner = await tx.findOneBy(BureauBook, { bookId: of.bookId });
        const bureau = owner && (await tx.findOneBy(Bureau, { id: owner.bureauId }));
        return printAwardSheet({ ...sheet, bureau: bureau?.name ?? '', day: await today(tx) });
      });
    });
    response.set({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="award-sheet.pdf"',
      ...INERT,
    });
    response.send(pdf);
  }

  @Post('award-policies/trial')
  @Records('award_policy.try')
  @HttpCode(200)
  @Allow(READERS_OF_BOOKS)
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ApiOperation({
    summary: 'What a draft of the policy of awards gives beside the one in force, case by case',
  })
  @ApiOkResponse({ standardSchema: policyTrialShown })
  async try(
    @Body({ schema: policyTrial, pipes: [bodyPipe] }) draft: PolicyTrial,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof policyTrialShown>> {
    const { bureauId } = caller;
    if (bureauId === null) throw new DomainError('NOT_FOUND', 'not_found');
    return asCaller(this.dataSource, caller, async (tx) => {
      const event = { action: 'award_policy.try', ...actorFacts(caller) };
      await recordEvent(tx, { ...event, subject: 'policy/award_policy' });
      return tryPolicy(tx, bureauId, draft);
    });
  }
}
