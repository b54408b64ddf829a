// Adds the bearer token to every request, for programs that cannot. Host and Origin pass as they came, so that what
// guards them is still tested. Prints the port that it listens on.
import http from 'node:http';

const [port, token] = process.argv.slice(2);

const proxy = http.createServer((request, response) => {
  const up = http.request(
    {
      host: '127.0.0.1',
      port: Number(port),
      method: request.method,
      path: request.url,
      headers: { ...request.headers, authorization: `Bearer ${token}` },
    },
    (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
      response.flushHeaders();
    },
  );
  up.on('error', () => {
    if (!response.headersSent) response.writeHead(502);
    response.end();
  });
  response.on('close', () => up.destroy());
  request.pipe(up);
});

proxy.listen(0, '127.0.0.1', () => console.log(proxy.address().port));
