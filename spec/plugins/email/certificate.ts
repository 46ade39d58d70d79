/** A key and a certificate of its own for `localhost`, for specs alone: the key is no secret, and nobody else trusts it. */
export const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiQdhv0E9E3sePeHx
GixzEK+YYPH0a1ZhuzazZkHwt8ChRANCAAS6MqHjTbsOXLrkXI7VPEmYssf9cz+9
sU2zEEs8z3cuGzow+kr99CNCT5vieDnDOF96i1NxzAX9PQgguC/T1tb1
-----END PRIVATE KEY-----
`;

export const certificate = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUMx2N91l412jCK8uTD1gzzpzywB0wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMDIzMzIwNloYDzIxMjYxMDI3
MjMzMjA2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAS6MqHjTbsOXLrkXI7VPEmYssf9cz+9sU2zEEs8z3cuGzow+kr99CNC
T5vieDnDOF96i1NxzAX9PQgguC/T1tb1o28wbTAdBgNVHQ4EFgQUF7JX7hAIk7xi
nnbeuTnQ/UkoapswHwYDVR0jBBgwFoAUF7JX7hAIk7xinnbeuTnQ/UkoapswDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIgKhWZVpIJNXt/O2bIUGeCPy2+AYxo82QrIrSzVshK+6YCIQDW
zfQvri/bZ3T+FURIMs8GduO5t4vbqUxzxr23Ae52Ww==
-----END CERTIFICATE-----
`;
