// Prints what failed in a report of jest, and why: first, so that a shortened log still says it.
const { readFileSync } = require('node:fs');

const LINES_OF_A_FAILURE = 25;
const [reportFile] = process.argv.slice(2);

/** @param {string} text */
const shortened = (text) =>
  text
    .replace(/\u001b\[\d*m/g, '')
    .split('\n')
    .slice(0, LINES_OF_A_FAILURE)
    .join('\n');

const { testResults } = JSON.parse(readFileSync(reportFile, 'utf8'));
for (const { assertionResults, message, name, status } of testResults) {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (status === 'failed' && failed.length === 0) console.log(`${name}\n${shortened(message)}`);
  for (const { fullName, failureMessages } of failed) {
    console.log(`${name}\n${fullName}\n${failureMessages.map(shortened).join('\n')}`);
  }
}
