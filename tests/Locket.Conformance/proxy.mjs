// The official suite cannot send a header of its own, so this adds the bearer token on the way. Everything else, Host and
// Origin too, passes as it came: the suite's checks of them reach the real server.
//
//   node proxy.mjs <port to listen on> <port of the server> <token file>
import { readFileSync } from 'node:fs';
import http from 'node:http';

const [listen, server, tokenFile] = process.argv.slice(2);
const authorization = `Bearer ${readFileSync(tokenFile, 'utf8').trim()}`;

http
  .createServer((request, response) => {
    const upstream = http.request(
      { host: '127.0.0.1', port: Number(server), method: request.method, path: request.url, headers: { ...request.headers, authorization } },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
        response.flushHeaders();
      },
    );
    upstream.on('error', () => {
      if (!response.headersSent) {
        response.writeHead(502);
      }

      response.end();
    });
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  })
  .listen(Number(listen), '127.0.0.1', () => console.log(`listening on ${listen}`));
