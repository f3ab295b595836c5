/** The head of an access log of IIS, with the columns of the rows below. */
export const accessHeader: string =
  "#Software: Microsoft Internet Information Services 10.0\r\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken\r\n";

/** The policy module asks now, and IIS answers: status, substatus and Win32 status. */
export function verifyRow(answer: string): string {
  return rowNow(
    `POST /CertificateRegistrationSvc/Certificate/VerifyRequest - 443 - 10.0.0.5 NDES_Plugin - ${answer}`,
  );
}

/** A device sends its request, and IIS answers. */
export function enrolRow(answer: string): string {
  return rowNow(
    `POST /certsrv/mscep/mscep.dll/pkiclient.exe operation=PKIOperation 443 - 10.1.2.3 Mozilla/4.0 - ${answer}`,
  );
}

function rowNow(words: string): string {
  const stamp = new Date().toISOString();
  return `${stamp.slice(0, 10)} ${stamp.slice(11, 19)} 10.0.0.5 ${words} 31\r\n`;
}
