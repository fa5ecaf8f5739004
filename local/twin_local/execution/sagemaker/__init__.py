"""SageMaker: training, processing and transform jobs and endpoints as processes of image packages.

An image is resolved as for Batch (`batch.container`). What a container finds under `/opt/ml` is a
folder of the job. Where the system has mount namespaces that folder is mounted there, seen by the
process alone (`opt_ml`); elsewhere code finds it by the variables of SageMaker's own toolkits.
"""
