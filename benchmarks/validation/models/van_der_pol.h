/* Van der Pol's oscillator by Euler steps of `step` s, or where that is 0 by Runge-Kutta of 1 ms. */
enum { X0, X1, MU, STEP, VARIABLES };
static void slope(const double *r, const double *x, double *dx) {
    dx[0] = x[1];
    dx[1] = r[MU] * (1 - x[0] * x[0]) * x[1] - x[0];
}
static void euler(double *r, double s) {
    double dx[2];
    slope(r, r, dx);
    r[X0] += s * dx[0];
    r[X1] += s * dx[1];
}
static void runge_kutta(double *r, double s) {
    double x[2], k[4][2];
    for (int i = 0; i < 4; i++) {
        double f = i == 0 ? 0 : i == 3 ? s : s / 2;
        for (int j = 0; j < 2; j++) x[j] = r[j] + (i ? f * k[i - 1][j] : 0);
        slope(r, x, k[i]);
    }
    for (int j = 0; j < 2; j++) r[j] += s / 6 * (k[0][j] + 2 * k[1][j] + 2 * k[2][j] + k[3][j]);
}
static void advance(double *r, double t, double h) {
    double s = r[STEP] > 0 ? r[STEP] : 1e-3;
    int parts = (int)ceil(h / s - 1e-9);
    for (int i = 0; i < parts; i++) r[STEP] > 0 ? euler(r, s) : runge_kutta(r, h / parts);
}
