/* x' = -k x by Euler steps of 0.1 s. */
enum { X, K, VARIABLES };
static void advance(double *r, double t, double h) {
    for (int i = 0, n = (int)(h / 0.1 + 0.5); i < n; i++) r[X] -= 0.1 * r[K] * r[X];
}
