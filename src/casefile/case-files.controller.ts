import { Controller, Get, Param, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { recordEvent } from '../audit';
import { DomainError } from '../errors';
import { actorFacts, asCaller, booksOf, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller } from '../identity/http';
import { nameInPath, parametersPipe } from '../platform/http/parameters';
import { CaseFile } from './case-file.entity';
import { readStatement, type Statement } from './statement';

/** Case files that were replayed. */
@ApiTags('case files')
@Controller('api/v1/case-files')
@Allow(READERS_OF_BOOKS, { scope: 'books:read' })
@UsePipes(parametersPipe)
export class CaseFilesController {
  constructor(private readonly dataSource: DataSource) {}

  @Get(':id/statement')
  @ApiOperation({ summary: 'The statement of a replayed case file, amounts in yuan' })
  @ApiOkResponse({
    schema: { type: 'object', description: 'The statement that `fund replay` prints' },
  })
  async statement(
    @CurrentCaller() caller: Caller,
    @Param('id', { schema: nameInPath }) id: string,
  ): Promise<Statement> {
    const { statement } = await asCaller(
      this.dataSource,
      caller,
      async (tx) => {
        await recordEvent(tx, {
          action: 'case_file.read',
          ...actorFacts(caller),
          subject: `case_file/${id}`,
        });
        const isTheirs = await booksOf(tx, caller)
          .innerJoin(CaseFile, 'file', 'file.book_id = book.id AND file.id = :id', { id })
          .getExists();
        if (!isTheirs) throw new DomainError('NOT_FOUND', 'not_found', { caseFile: id });
        return readStatement(tx, id);
      },
      { snapshot: true },
    );
    return statement;
  }
}
