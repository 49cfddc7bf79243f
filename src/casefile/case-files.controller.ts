import { Controller, Get, Param, UsePipes } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Allow, READERS_OF_BOOKS } from '../identity';
import { nameInPath, parametersPipe } from '../platform/http/parameters';
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
  async statement(@Param('id', { schema: nameInPath }) id: string): Promise<Statement> {
    const { statement } = await this.dataSource.transaction('REPEATABLE READ', (tx) =>
      readStatement(tx, id),
    );
    return statement;
  }
}
