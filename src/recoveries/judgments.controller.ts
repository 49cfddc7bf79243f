import { Body, Controller, Get, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { recordEvent } from '../audit';
import { actorFacts, asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { ApiProblem } from '../platform/http/describe-problems';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { parametersPipe } from '../platform/http/parameters';
import { changePreview } from './change-steps';
import { judgmentContent, type JudgmentContent } from './judgment-schemas';
import { caseJudgments, type CaseJudgments } from './judgment-views';
import { previewChange } from './preview-change';
import { readJudgments } from './read-judgments';

/** As much as a request for approval may have. */
const LARGEST_JUDGMENT = 1_048_576;

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

  @Post('preview')
  @HttpCode(200)
  @Allow(['finance_officer'])
  @Records('judgment.preview', 'litigation_case/:id')
  @UseInterceptors(new JsonBody(LARGEST_JUDGMENT))
  @ApiOperation({
    summary: 'What a judgment would change that takes the place of another; records nothing',
  })
  @ApiProblem(409, 'JUDGMENT_RECORDED', 'JUDGMENT_REPLACED', 'DUPLICATE_REF')
  @ApiProblem(
    422,
    'JUDGMENT_NOT_FINAL',
    'INTEREST_NOT_COMPUTABLE',
    'GRANT_EXCEEDS_ADVANCE',
    'CUSTODY_SHORT',
  )
  @ApiOkResponse({ standardSchema: changePreview })
  async preview(
    @Param('id', { schema: z.uuid(), pipes: [parametersPipe] }) id: string,
    @Body({ schema: judgmentContent, pipes: [bodyPipe] }) content: JudgmentContent,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof changePreview>> {
    return asCaller(this.dataSource, caller, async (tx) => {
      const steps = await previewChange(tx, caller, id, content);
      await recordEvent(tx, {
        action: 'judgment.preview',
        ...actorFacts(caller),
        subject: `litigation_case/${id}`,
        content: { ref: content.ref, replaces: content.replaces ?? null },
      });
      return { steps };
    });
  }
}
