"""AWS services that moto lacks, in moto's own style; `moto_extension.install` plugs them in."""
