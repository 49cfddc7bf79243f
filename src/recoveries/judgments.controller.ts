import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { actorFacts, asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { parametersPipe } from '../platform/http/parameters';
import { caseJudgments, type CaseJudgments } from './judgment-views';
import { readJudgments } from './read-judgments';

/** Judgments of a case. They are recorded as approvals: `judgment`, `condition_default`, `interest_stay`, `in_kind_acceptance`. */
@ApiTags('cases')
@Controller('api/v1/cases/:id/judgments')
@Allow(READERS_OF_BOOKS)
export class JudgmentsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({
    summary: 'The judgments of a case, what they order, and how its money has flowed',
  })
  @ApiOkResponse({ standardSchema: caseJudgments })
  async read(
    @Param('id', { schema: z.uuid(), pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<CaseJudgments> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const judgments = await readJudgments(tx, caller, id);
      await recordEvent(tx, {
        action: 'case.read_judgments',
        ...actorFacts(caller),
        subject: `litigation_case/${id}`,
      });
      return judgments;
    });
  }
}
