import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError, PROBLEMS, type ProblemText } from '../../errors';
import { AllowEverybody } from './open-route';

/** What the codes of problem documents mean. */
@ApiTags('problems')
@AllowEverybody()
@Controller('api/v1/problems')
export class ProblemsController {
  @Get(':code')
  @ApiOperation({ summary: 'Meaning and remedy of a problem code, in Chinese and English' })
  @ApiOkResponse({ schema: { type: 'object' } })
  problem(@Param('code') code: string): { code: string } & ProblemText {
    const text = new Map<string, ProblemText>(Object.entries(PROBLEMS)).get(code);
    if (text === undefined) throw new DomainError('NOT_FOUND', 'not_found', { code });
    return { code, ...text };
  }
}
